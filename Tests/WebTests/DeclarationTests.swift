import Testbed
import Testing
import Values
import Web

@Suite("Endpoints that can't be served are found at start")
struct DeclarationTests {
    struct Lost: Endpoint {
        static let route = Route(.get, "/v1/things/{thing}", .shop)
        static let summary = "Has no member for its path."
        func answer(_ input: Nothing, for caller: Caller) async throws -> Done { Done() }
    }

    struct Deep: Endpoint {
        static let route = Route(.get, "/v1/deep", .shop)
        static let summary = "Has a member that no query can hold."
        struct Input: Decodable, Sendable { let map: [String: Int] }
        func answer(_ input: Input, for caller: Caller) async throws -> Done { Done() }
    }

    struct Hidden: View {
        let text: Text
        struct Text: Codable, Sendable {
            init(from decoder: any Decoder) throws { throw Malformed("never") }
            func encode(to encoder: any Encoder) throws {}
        }
    }

    struct Shy: Endpoint {
        static let route = Route(.get, "/v1/shy", .shop)
        static let summary = "Answers what can't be described."
        func answer(_ input: Nothing, for caller: Caller) async throws -> Hidden { throw Malformed("never") }
    }

    @Test("all of them at once, each by its name and reason")
    func misdeclared() throws {
        let error = #expect(throws: API.Misdeclared.self) {
            try API(
                endpoints: [Lost(), Deep(), Shy(), ReadLiveness(), ReadLiveness()], authenticator: Anybody.staff,
                log: .quiet)
        }
        let text = try #require(error).description
        #expect(error?.reasons.count == 4)
        #expect(text.contains("Lost: its Input has no member thing"))
        #expect(text.contains("Deep: map can't stand in a query"))
        #expect(text.contains("Hidden.Text, member text"))
        #expect(text.contains("GET /health/live is taken"))
    }
}
