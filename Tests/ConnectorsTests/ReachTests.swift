import CCurl
import Connectors
import Foundation
import Testbed
import Testing
import Values
import Web

@Suite("Requests to addresses that a person chose")
struct ReachTests {
    @Test("private, local and reserved addresses are not public", arguments: [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:db8::1", "2001::1", "::127.0.0.1", "fec0::1",
    ])
    func notPublic(text: String) throws { #expect(try isPublic(text) == false) }

    @Test("addresses of the public internet are", arguments: [
        "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.1.1",
        "2606:4700:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func isReached(text: String) throws { #expect(try isPublic(text)) }

    private func isPublic(_ text: String) throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        let family = text.contains(":") ? AF_INET6 : AF_INET
        try #require(inet_pton(family, text, &bytes) == 1)
        return ccurl_is_public(family, bytes)
    }

    @Test("our own machine is not reached, however it is written, and no byte is sent", arguments: [
        "127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0",
    ])
    func ownMachine(host: String) async throws {
        let script = try PythonScript("odd_server.py")
        let port = try await script.next()["port"]?.integer ?? 0
        let transport = CurlTransport()
        let url = "http://\(host):\(port)/echo"
        // A kept connection to the same place, opened by one who may, is not used by one who may not.
        let own = OutgoingRequest(.get, "http://127.0.0.1:\(port)/echo", timeout: .seconds(5))
        #expect(try await transport.send(own).status == 200)
        do {
            _ = try await transport.send(
                OutgoingRequest(.get, url, timeout: .seconds(5), reach: .publicOnly))
            Issue.record("\(host) was reached")
        } catch {
            guard case .neverSent(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason == "not a public address", "\(host): \(reason)")
        }
        transport.close()
    }

    @Test("other protocols are refused", arguments: ["file:///etc/passwd", "gopher://1.1.1.1/", "ftp://1.1.1.1/"])
    func protocols(url: String) async throws {
        let transport = CurlTransport()
        await #expect(throws: TransportFailure.self) {
            try await transport.send(OutgoingRequest(.get, url, timeout: .seconds(5), reach: .publicOnly))
        }
        transport.close()
    }
}
