import Glibc
import NIOCore
import NIOHTTP1
import Web

/// A long body on its way out, part by part: the next is fetched while the one before goes out, and no part is fetched
/// before the one before that has gone, however fast the disk. Whoever stops reading, or reads too slowly, is hung up
/// on.
///
/// The parts go past the library, which would take them into memory faster than they leave: a body whose length stands
/// in its head is sent as it is (RFC 9112, section 6.3).
struct Sending {
    let limits: Server.Limits
    let channel: any Channel
    /// Whether bytes go out as they lie on the disk, so that the system may send them.
    let isOpen: Bool

    func send(_ slice: ByteSlice) async throws {
        guard isOpen, let file = slice.source as? any FileSource else {
            return try await send(slice.range) { range in
                let part = try await slice.source.bytes(from: range.lowerBound, most: range.count)
                return (.byteBuffer(ByteBuffer(bytes: part)), part.count)
            }
        }
        let copy = dup(file.descriptor)
        guard copy >= 0 else { throw Conversation.Unwanted() }
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: copy)
        defer { try? handle.close() }
        try await send(slice.range) { range in
            try await file.load(range)
            let region = FileRegion(
                fileHandle: handle, readerIndex: range.lowerBound, endIndex: range.upperBound)
            return (.fileRegion(region), range.count)
        }
    }

    private typealias Part = (data: IOData, count: Int)

    private func send(_ range: Range<Int>, _ fetch: (Range<Int>) async throws -> Part) async throws {
        let pace = Pace(limits)
        var place = range.lowerBound
        func next() async throws -> Part? {
            guard place < range.upperBound else { return nil }
            let part = try await fetch(place..<min(range.upperBound, place + limits.sentBytes))
            guard part.count > 0 else { throw Conversation.Unwanted() }
            place += part.count
            return part
        }
        do {
            var sent = 0
            var part = try await next()
            while let going = part {
                let stall = channel.eventLoop.scheduleTask(in: .seconds(limits.idleSeconds)) {
                    channel.close(promise: nil)
                }
                let gone = write(going.data)
                // Its reader's doing alone: a store that is slow with the next part isn't held against them.
                gone.whenComplete { _ in stall.cancel() }
                part = try await next()
                // A server that ends doesn't wait for slow readers.
                try Task.checkCancellation()
                try await withTaskCancellationHandler { try await gone.get() } onCancel: {
                    channel.close(promise: nil)
                }
                sent += going.count
                try pace.check(sent)
            }
        } catch {
            // What is still to be sent ends with the connection; then nobody reads the file any more.
            try? await channel.close()
            throw error
        }
    }

    /// Behind the head, which is on its way already: both go through the connection's own loop.
    private func write(_ data: IOData) -> EventLoopFuture<Void> {
        channel.eventLoop.flatSubmit { [channel] in
            let promise = channel.eventLoop.makePromise(of: Void.self)
            do {
                let encoder = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
                encoder.writeAndFlush(NIOAny(data), promise: promise)
            } catch {
                promise.fail(error)
            }
            return promise.futureResult
        }
    }
}
