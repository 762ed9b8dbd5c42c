import Foundation
import Testbed
import Values

#if canImport(Glibc)
    import Glibc
#endif

/// Sends bytes over a connection of its own and reads until `mark` has come, the other side closes, or 30 seconds pass.
///
/// By hand, because an HTTP client is too polite to send what must be refused.
func talk(_ port: Int, _ sent: String, until mark: String? = nil) async throws -> String {
    try await blocking { try exchange(port, Array(sent.utf8), until: mark) }
}

private func exchange(_ port: Int, _ sent: [UInt8], until mark: String?) throws -> String {
    let connection = try connected(to: port)
    defer { close(connection) }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var rest = sent[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
    }
    if mark == nil { shutdown(connection, Int32(SHUT_WR)) }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else { break }
        received += chunk[..<count]
        if let mark, String(decoding: received, as: UTF8.self).contains(mark) { break }
    }
    return String(decoding: received, as: UTF8.self)
}

/// A connection to a port of this machine; whoever asks closes it. Throws `Malformed` when nobody listens.
func connected(to port: Int) throws -> Int32 {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard result == 0 else {
        close(connection)
        throw Malformed("no connection to port \(port)")
    }
    return connection
}
