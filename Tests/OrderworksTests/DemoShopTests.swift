import Connectors
import Files
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
            DataFolder.ofTest(folder), Self.outside, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
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

    @Test("each paint and each set of wheels has a picture on every car, and the wheels lie on the body")
    func picturesOfOptions() async throws {
        let folder = try TemporaryFolder()
        let wiring = try await Wiring.open(
            DataFolder.ofTest(folder), Self.outside, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let api = try wiring.inside(as: "test")
        try await DemoShop(api: api) { _, _ in }.load()
        for car in DemoCar.all {
            let shown = await api.respond(to: Request(.init(.get, "/v1/products/\(car.id)"), body: []))
            let groups = try #require(try JSON.parse(shown.body)["model"]?["groups"]?.array)
            func options(of group: String) -> [JSON] {
                groups.first { $0["id"]?.string == group }?["options"]?.array ?? []
            }
            let paints = options(of: "paint").compactMap { $0["picture"]?["path"]?.string }
            let wheels = options(of: "wheels").compactMap { $0["picture"]?["path"]?.string }
            #expect(paints.count == DemoOption.paints.count && Set(paints).count == paints.count, "\(car.id)")
            #expect(wheels.count == options(of: "wheels").count && Set(wheels).count == wheels.count, "\(car.id)")
            #expect(wheels.count >= 3, "\(car.id)")
            #expect(options(of: "paint").compactMap { $0["swatch"]?.string } == [
                CarPaint.white, .grey, .blue, .green, .red, .copper, .black,
            ].map(\.colour))

            let red = try await pile(of: car, ["paint-red", "wheels-19", "matrix-lights"], api)
            let blue = try await pile(of: car, ["paint-blue", "wheels-19", "matrix-lights"], api)
            #expect(red.count >= 3 && red.first == paints[4] && red.last == wheels.last, "\(car.id)")
            #expect(blue.first == paints[2] && Array(blue.dropFirst()) == Array(red.dropFirst()), "\(car.id)")
        }
        // Seats show in the open car alone.
        let roadster = try #require(DemoCar.all.first { $0.id == "brio" })
        let van = try #require(DemoCar.all.first { $0.id == "domo" })
        #expect(try await pile(of: roadster, ["interior-leather"], api).count == 3)
        #expect(try await pile(of: van, ["interior-leather"], api).count == 2)
        await wiring.close()
    }

    private func pile(of car: DemoCar, _ choices: [String], _ api: API) async throws -> [String] {
        let body: JSON = ["currency": "EUR", "choices": .array(choices.map(JSON.string))]
        var headers = Headers()
        headers["Content-Type"] = "application/json"
        let checked = await api.respond(
            to: Request(.init(.post, "/v1/products/\(car.id)/check", headers: headers), body: body.bytes))
        #expect(checked.status == 200, "\(String(decoding: checked.body, as: UTF8.self))")
        return try JSON.parse(checked.body)["pictures"]?.array?.compactMap { $0["path"]?.string } ?? []
    }

    static var outside: Wiring.Outside { outside(files: nil) }

    /// - Parameter files: where they lie; nil for the data folder.
    static func outside(files: (any FileStore)?) -> Wiring.Outside {
        Wiring.Outside(
            bank: ClosedBank(), cards: nil, mailServer: nil, mailFrom: EmailAddress("shop@example.org")!,
            shopName: "Test", buyersURL: "http://127.0.0.1", passwords: Argon2(.least),
            threeDSecureDeadline: .minutes(5), fileStore: files)
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
    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? { nil }
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
