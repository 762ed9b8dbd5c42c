import Logging
import Storage
import Testbed
import Testing
import Trade
import Values
import Web
@testable import Orderworks

@Suite("The demo shop")
struct DemoShopTests {
    @Test("loading that was broken off in the middle of a product goes on there at the next start")
    func goesOn() async throws {
        let folder = try TemporaryFolder()
        let wiring = try await Wiring.open(
            DataFolder(path: folder.path), Self.outside, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let api = try wiring.inside(as: "test")
        for broken in ["/v1/products/roof-box/prices", "/v1/products/varia/model/publish"] {
            let demo = DemoShop(api: BreaksOff(api: api, at: broken)) { _, _ in }
            await #expect(throws: DemoShop.Refused.self) { try await demo.load() }
        }

        let demo = DemoShop(api: api) { _, _ in }
        #expect(try await demo.isWanted())
        try await demo.load()
        #expect(try await !demo.isWanted())
        for product in DemoGood.all.map(\.id) + DemoCar.all.map(\.id) {
            let shown = await api.respond(to: Request(.init(.get, "/v1/products/\(product)"), body: []))
            #expect(shown.status == 200, "\(product) is on sale")
            let view = try JSON.parse(shown.body)
            #expect(view["prices"]?.array?.count == 2 && view["pictures"]?.array?.count == 1, "\(product)")
        }
        await wiring.close()
    }

    static var outside: Wiring.Outside {
        Wiring.Outside(
            bank: ClosedBank(), cards: nil, mailServer: nil, mailFrom: EmailAddress("shop@example.org")!,
            shopName: "Test", publicURL: "http://127.0.0.1", threeDSecureDeadline: .minutes(5))
    }
}

/// The API of a shop that goes down at the first request to a path.
private struct BreaksOff: HTTPService {
    let api: API
    let at: String

    func admit(_ head: Request.Head) -> Admission { api.admit(head) }

    func respond(to request: Request) async -> Response {
        request.head.path == at && request.head.method != .get ? Response(503) : await api.respond(to: request)
    }
}

/// Nobody pays while a shop is furnished.
private struct ClosedBank: CardBank {
    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent { throw .notSent("closed") }
    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent { throw .notSent("closed") }
    func find(_ attempt: ID<PaymentAttempt>, since: Instant) async throws(BankFailure) -> BankIntent? { nil }
    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        throw .notSent("closed")
    }
    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent { throw .notSent("closed") }
    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        throw .notSent("closed")
    }
    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        throw .notSent("closed")
    }
}
