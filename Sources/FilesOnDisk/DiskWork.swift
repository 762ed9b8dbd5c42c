import CPageCache
import Files
import Glibc
import NIOPosix

/// The threads on which files are read and written: reading a disk blocks, and the few threads that answer requests
/// must not.
final class DiskWork: Sendable {
    private let pool: NIOThreadPool

    /// More at a time than one disk can use; the rest waits in line.
    private static let threads = 4

    init() {
        pool = NIOThreadPool(numberOfThreads: Self.threads)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    func run<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        try await pool.runIfActive(work)
    }
}

/// What the operating system said no to.
package struct DiskFailure: Error, CustomStringConvertible {
    package let description: String
    package let code: Int32

    init(_ action: String, _ path: String) {
        code = errno
        description = "\(action) \(path): \(String(cString: strerror(code)))"
    }
}

/// An open file, closed with its last holder.
final class OpenFile: Sendable {
    let number: Int32
    let path: String

    private static let loadBytes = 64 * 1024

    /// - Parameter mode: of a file that is made: readable by its owner alone.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws {
        self.path = path
        number = open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode)
        guard number >= 0 else { throw DiskFailure("can't open", path) }
    }

    deinit { close(number) }

    func flush() throws {
        guard fsync(number) == 0 else { throw DiskFailure("can't flush", path) }
    }

    /// Throws `StoredFile.Refusal.storeFull` when no more than that is free on its disk.
    func checkRoom(reserveBytes: UInt64) throws {
        var space = statvfs()
        guard fstatvfs(number, &space) == 0 else { throw DiskFailure("can't look at", path) }
        guard UInt64(space.f_bavail) * UInt64(space.f_frsize) > reserveBytes else {
            throw StoredFile.Refusal.storeFull
        }
    }

    func status() throws -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw DiskFailure("can't look at", path) }
        return status
    }

    /// Up to `most` bytes from `offset` on; none at the end.
    func read(from offset: Int, most: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: most) { room, count in
            while count < most {
                let got = pread(number, room.baseAddress! + count, most - count, off_t(offset + count))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw DiskFailure("can't read", path) }
                if got == 0 { break }
                count += got
            }
        }
    }

    /// Whether the byte there can be read without waiting for the disk.
    func isInMemory(_ offset: Int) -> Bool { page_cache_has(number, Int64(offset)) == 1 }

    /// Has the system read them from the disk.
    func load(_ range: Range<Int>) throws {
        try withUnsafeTemporaryAllocation(byteCount: Self.loadBytes, alignment: 16) { room in
            var place = range.lowerBound
            while place < range.upperBound {
                let got = pread(number, room.baseAddress!, min(room.count, range.upperBound - place), off_t(place))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw DiskFailure("can't read", path) }
                if got == 0 { break }
                place += got
            }
        }
    }

    func write(_ bytes: [UInt8]) throws {
        var done = 0
        try bytes.withUnsafeBytes { room in
            while done < room.count {
                let put = Glibc.write(number, room.baseAddress! + done, room.count - done)
                if put < 0, errno == EINTR { continue }
                guard put >= 0 else { throw DiskFailure("can't write", path) }
                done += put
            }
        }
    }
}
