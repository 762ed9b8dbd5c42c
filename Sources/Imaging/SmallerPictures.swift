import CVips
import NIOPosix
import Offer
import Synchronization
import Web

/// Makes pictures smaller with libvips: one at a time for each thread it has, the others wait in a short line.
package final class SmallerPictures: PictureScaler {
    private let pool: NIOThreadPool
    private let waiting = Atomic<Int>(0)

    /// One leaves the other processors to buyers.
    private static let threads = 1
    private static let lineLimit = 32

    package init() {
        pool = NIOThreadPool(numberOfThreads: Self.threads)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    package func webP(of picture: [UInt8], width: Int) async throws -> [UInt8] {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.lineLimit else {
            throw Problem.overloaded(retryAfterSeconds: 2)
        }
        return try await pool.runIfActive { try Self.smaller(picture, width: width) }
    }

    private static func smaller(_ picture: [UInt8], width: Int) throws -> [UInt8] {
        var length = 0
        var reason = [CChar](repeating: 0, count: 200)
        guard let made = cvips_smaller(
            picture, picture.count, Int32(width), Int64(PictureSize.pixelLimit), &length, &reason, reason.count)
        else { throw Unscalable(reason: reason.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }) }
        defer { cvips_free(made) }
        return Array(UnsafeBufferPointer(start: made, count: length))
    }

    /// What can't be made smaller, and why.
    package struct Unscalable: Error {
        package let reason: String
    }
}
