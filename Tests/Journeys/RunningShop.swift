import Connectors
import Testbed
import Testing
import Values
import Web

/// The program as it was built, serving the demo shop on ports of its own, and clients that talk to it over HTTP.
struct RunningShop: Sendable {
    let address: String
    /// The first key, an owner's.
    let key: String
    /// Where the first owner comes in.
    let ownerLink: String
    let guest: TestClient
    let staff: TestClient
    let program: BuiltProgram
    /// Where its data lies, and what a test leaves beside it.
    let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        let port = try freePort()
        var bankPort = port
        while bankPort == port { bankPort = try freePort() }
        program = try BuiltProgram(
            ["serve", "--data", folder.path + "/data", "--port", "\(port)", "--bank-port", "\(bankPort)"],
            saying: folder.path + "/output")
        address = "http://127.0.0.1:\(port)"
        key = try await program.line(with: "  ow_").filter { $0 != " " }
        ownerLink = try await program.line(with: "/staff/owner?token=").filter { $0 != " " }
        // The last word of the greeting: from here on requests are taken.
        _ = try await program.line(with: "/order ")
        guest = TestClient(Remote(address: address, transport: CurlTransport()))
        staff = guest.with("Authorization", "Bearer \(key)")
    }

    /// A cart with a set of floor mats, addressed, to be shipped; answers its path.
    func filledCart() async throws -> String {
        let cart = try #require(try await guest.post("/v1/carts").headers["Location"])
        #expect(try await guest.post(cart + "/lines", ["product": "floor-mats", "quantity": 1]).status == 200)
        let address: JSON = [
            "name": "Ada Lovelace", "street": "Hauptstr. 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
        ]
        let addressed = try await guest.put(
            cart + "/addresses", ["email": "ada@example.org", "invoiceAddress": address])
        #expect(addressed.status == 200)
        #expect(try await guest.put(cart + "/delivery", ["method": "ship"]).status == 200)
        return cart
    }

    /// Orders a set of floor mats; answers the order's id.
    func order() async throws -> String {
        let cart = try await filledCart()
        let answer = try await guest.post(
            cart + "/order", ["payment": ["token": "pm_card_visa"]], headers: ["Idempotency-Key": cart])
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["order"]?["id"]?.string)
    }
}

/// A service in another process, over HTTP: so the clients of tests can talk to it as to one in this process.
private struct Remote: HTTPService {
    let address: String
    let transport: CurlTransport

    /// Longer than any answer takes, on a machine that builds meanwhile too.
    private static let timeout = Instant.Span.seconds(30)

    func admit(_ head: Request.Head) -> Admission { .body(limitBytes: .max) }

    func respond(to request: Request) async -> Response {
        let (head, body) = (request.head, request.body)
        var headers = head.headers
        // The transport counts for itself.
        headers["Content-Length"] = nil
        let url = address + head.path + (head.query.isEmpty ? "" : "?" + head.query)
        do {
            let answer = try await transport.send(
                OutgoingRequest(head.method, url, headers: headers, body: body, timeout: Self.timeout))
            return Response(answer.status, headers: answer.headers, body: answer.body)
        } catch {
            Issue.record("\(head.method.rawValue) \(url): \(error)")
            return Response(599)
        }
    }
}
