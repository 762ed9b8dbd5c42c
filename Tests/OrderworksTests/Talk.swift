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
    let speaker = try Speaker(to: port)
    // Whoever refuses what comes may not take all of it.
    try? speaker.send(sent)
    if mark == nil { speaker.endSending() }
    return try await speaker.hear(until: mark).text
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
