import Glibc

/// Where the shop and the sandbox bank are reached, once ports that were left open are chosen.
struct Addresses: Sendable {
    let host: String
    let port: Int
    let bankPort: Int
    /// As buyers write it.
    let shop: String
    /// Where the sandbox bank tells of its events, on this machine, when the shop itself speaks TLS: nobody vouches for
    /// a name such as 127.0.0.1.
    let bankDoor: Int?
    let shopFromInside: String
    let bankFromInside: String

    init(_ settings: Settings) throws {
        host = settings[Known.host]
        port = try settings[Known.port] == 0 ? Self.freePort() : settings[Known.port]
        bankPort = try settings[Known.bankPort] == 0 ? Self.freePort() : settings[Known.bankPort]
        let scheme = settings.ifSet(Known.certificate) == nil ? "http" : "https"
        shop = settings.ifSet(Known.publicURL) ?? "\(scheme)://\(host):\(port)"
        let inside = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
        let usesSandbox = settings.ifSet(Known.bankURL) == nil
        bankDoor = try usesSandbox && scheme == "https" ? Self.freePort() : nil
        shopFromInside = bankDoor.map { "http://127.0.0.1:\($0)" } ?? "\(scheme)://\(inside):\(port)"
        bankFromInside = "http://\(inside):\(bankPort)"
    }

    /// Of pages at `shop`, as browsers name it: scheme, host and port, in small letters and without a port that goes
    /// without saying (RFC 6454, section 6.2).
    var origin: String {
        let parts = shop.lowercased().split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        guard parts.count > 1 else { return shop }
        let usual = parts[0] == "https:" ? ":443" : ":80"
        let host = parts[1].hasSuffix(usual) ? parts[1].dropLast(usual.count) : parts[1]
        return "\(parts[0])//\(host)"
    }

    /// Throws `Taken` when another program has one of the ports, before anything is opened or loaded.
    func checkFree(bank isNeeded: Bool) throws(Taken) {
        if Self.isTaken(port, on: host) { throw Taken(host: host, port: port, flag: "--port") }
        if isNeeded, bankPort == port || Self.isTaken(bankPort, on: host) {
            throw Taken(host: host, port: bankPort, flag: "--bank-port")
        }
    }

    struct Taken: Error, CustomStringConvertible {
        let host: String
        let port: Int
        let flag: String

        var description: String { "Port \(port) on \(host) is taken by another program; choose another with \(flag)." }
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

    /// Only what is in use already; whatever else is wrong with a port shows when it is opened.
    private static func isTaken(_ port: Int, on host: String) -> Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found?.pointee else { return false }
        defer { freeaddrinfo(found) }
        let socket = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        // As the server does, so that connections that are still closing don't count.
        var reuse: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        return bind(socket, address.ai_addr, address.ai_addrlen) != 0 && errno == EADDRINUSE
    }
}
