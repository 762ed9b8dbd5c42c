import Dispatch
import NIOCore
import NIOPosix
import Testbed
import Values

#if canImport(Glibc)
    import Glibc
#endif

/// One end of a connection, for whoever decides what is sent and when. The other end sees it close with the last
/// reference.
final class Speaker: Sendable {
    private let connection: Int32

    init(to port: Int) throws { connection = try connected(to: port) }

    deinit { close(connection) }

    /// Throws `Malformed` when the other side takes no more.
    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Malformed("\(rest.count) bytes weren't taken") }
            rest = rest.dropFirst(count)
        }
    }

    func endSending() { shutdown(connection, Int32(SHUT_WR)) }

    /// What came until `mark` did, or the other side closed, and whether it ended well: not by a reset, nor by silence
    /// of 30 seconds.
    func hear(until mark: String? = nil) async throws -> (text: String, isWhole: Bool) {
        try await blocking {
            var patience = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(self.connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var received: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(self.connection, &chunk, chunk.count, 0)
                received += chunk[..<max(count, 0)]
                let isMarked = mark.map { String(decoding: received, as: UTF8.self).contains($0) } ?? false
                if count <= 0 || isMarked { return (String(decoding: received, as: UTF8.self), count >= 0) }
            }
        }
    }
}

/// Holds up every loop of the servers of this process until it is ended, as a busy machine may.
final class Stall: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let loops: Int

    init() {
        let held = DispatchGroup()
        var loops = 0
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            loops += 1
            held.enter()
            loop.execute { [gate] in
                held.leave()
                gate.wait()
            }
        }
        self.loops = loops
        held.wait()
    }

    func end() { for _ in 0..<loops { gate.signal() } }
}
