import CBench
import Glibc

/// One keep-alive connection of the load, without blocking and without allocating: its own memory for what comes.
final class Connection {
    let descriptor: Int32
    let visitor: any Visitor
    var out: Outgoing
    var kind: Kind = 0
    /// Nanoseconds of the monotonic clock at which the request was sent, or should have been.
    var sentAt: UInt64 = 0
    /// The same of the journey's beginning.
    var begunAt: UInt64 = 0
    /// How much later than it should the journey began, and every request of it was sent.
    var late: UInt64 = 0
    /// Whether the journey is one of those that are counted; of journeys that come one after the other, time decides.
    var isCounted = false
    private var sent = 0
    private var memory: UnsafeMutableRawBufferPointer
    private var filled = 0

    enum Failure: Error { case closed, unreachable(Int32), malformed }

    init(port: UInt16, visitor: any Visitor) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.visitor = visitor
        out = Outgoing(host: "127.0.0.1:\(port)")
        memory = .allocate(byteCount: 64 * 1024, alignment: 16)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.unreachable(errno) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
        memory.deallocate()
    }

    /// Sends what `out` holds. Requests are short, so the socket takes them whole.
    func send() throws {
        sent = 0
        filled = 0
        while sent < out.bytes.count {
            let count = out.bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
            guard count > 0 || errno == EAGAIN || errno == EINTR else { throw Failure.closed }
            if count > 0 { sent += count }
        }
    }

    /// Reads what there is; hands an answer that is whole to `body`.
    func receive(_ body: (borrowing Answer) throws -> Void) throws {
        if filled == memory.count { grow() }
        let count = read(descriptor, memory.baseAddress! + filled, memory.count - filled)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { throw Failure.closed }
        filled += count
        guard let found = find_bytes(memory.baseAddress!, filled, "\r\n\r\n", 4) else { return }
        let head = UnsafeRawPointer(found) - UnsafeRawPointer(memory.baseAddress!)
        let status = (9..<12).reduce(0) { $0 * 10 + Int(memory[$1]) - 48 }
        // RFC 9110, section 8.6: these two have no content, whatever length they tell.
        let length = status == 204 || status == 304 ? 0 : try contentLength(head)
        guard filled >= head + 4 + length else { return }
        try body(Answer(status: status, body: UnsafeRawBufferPointer(rebasing: memory[(head + 4)..<(head + 4 + length)])))
    }

    private func contentLength(_ head: Int) throws -> Int {
        for name in ["\r\nContent-Length: ", "\r\ncontent-length: "] {
            guard let found = find_bytes(memory.baseAddress!, head, name, name.utf8.count) else { continue }
            return atol((found + name.utf8.count).assumingMemoryBound(to: CChar.self))
        }
        throw Failure.malformed
    }

    private func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 4, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(memory))
        memory.deallocate()
        memory = larger
    }
}
