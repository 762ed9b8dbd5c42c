import Glibc

/// Where the shop and the sandbox bank are reached, once ports that were left open are chosen.
struct Addresses: Sendable {
    let port: Int
    let bankPort: Int
    /// As buyers write it.
    let shop: String
    let shopFromInside: String
    let bankFromInside: String

    init(_ settings: Settings) throws {
        let host = settings[Known.host]
        port = try settings[Known.port] == 0 ? Self.freePort() : settings[Known.port]
        bankPort = try settings[Known.bankPort] == 0 ? Self.freePort() : settings[Known.bankPort]
        shop = settings.ifSet(Known.publicURL) ?? "http://\(host):\(port)"
        let inside = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
        shopFromInside = "http://\(inside):\(port)"
        bankFromInside = "http://\(inside):\(bankPort)"
    }

    struct NoFreePort: Error, CustomStringConvertible {
        let description = "No port is free on 127.0.0.1."
    }

    /// A port that nobody has at this moment.
    private static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw NoFreePort() }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw NoFreePort() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
