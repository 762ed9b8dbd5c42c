import Faces
import Logging
import Storage
import Synchronization
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

/// Somebody with a browser in the demo shop: keeps its cookies and sends forms with the token of the page seen last.
final class Visitor {
    private let site: Site
    var cookies: [String: String] = [:]
    var language = Language.en
    private var token = ""

    /// Held as long as the visitor is there: its folder goes with it.
    private let shop: FurnishedShop?

    init(_ site: Site, of shop: FurnishedShop? = nil) {
        self.site = site
        self.shop = shop
    }

    static func open() async throws -> Visitor {
        let shop = try await FurnishedShop.open()
        return Visitor(shop.site, of: shop)
    }

    func get(_ address: String) async throws -> TestAnswer { keep(try await client.get(address)) }

    func post(_ address: String, _ fields: [String: String]) async throws -> TestAnswer {
        try await post(address, fields.map { ($0.key, $0.value) })
    }

    /// Sends a form of the page that was seen last; before the first, `/` is looked at.
    func post(_ address: String, _ fields: [(String, String)]) async throws -> TestAnswer {
        if token.isEmpty { _ = try await get("/") }
        let body = (fields + [("form", token)]).map { "\(Percent.encoded($0.0))=\(Percent.encoded($0.1))" }
        return keep(try await client.send(
            .post, address, body: Array(body.joined(separator: "&").utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"]))
    }

    private var client: TestClient {
        TestClient(site, headers: [
            "Cookie": cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "),
            "Accept-Language": language.rawValue,
        ])
    }

    private func keep(_ answer: TestAnswer) -> TestAnswer {
        if answer.headers["Clear-Site-Data"]?.contains("\"cookies\"") == true { (cookies, token) = ([:], "") }
        for field in answer.headers.all("Set-Cookie") {
            let pair = field.split(separator: ";")[0].split(separator: "=", maxSplits: 1).map(String.init)
            cookies[pair[0]] = field.contains("Max-Age=0") ? nil : pair.count > 1 ? pair[1] : ""
        }
        if let found = answer.text.firstMatch(of: /name="form" value="([0-9a-f]{32})"/) { token = String(found.1) }
        return answer
    }
}

/// The demo shop with its pages, in this process, on a folder of its own.
struct FurnishedShop {
    let site: Site
    /// The API as everybody sees it, and as staff may use it.
    let guest: TestClient
    let staff: TestClient
    private let folder: TemporaryFolder

    static func open() async throws -> FurnishedShop {
        let folder = try TemporaryFolder()
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let wiring = try await Wiring.open(DataFolder.ofTest(folder), DemoShopTests.outside, log: log)
        let house = try wiring.inside(as: "test")
        try await DemoShop(api: house) { _, _ in }.load()
        let chance = wiring.shop.chance
        let site = Site(Site.Surroundings(
            api: wiring.api, document: wiring.api.document, standing: Wiring.standing(of: wiring.shop),
            draw: { chance.next() }))
        return FurnishedShop(
            site: site, guest: TestClient(wiring.api), staff: TestClient(house), folder: folder)
    }
}

/// The API of a shop with too much to do for some requests.
final class BusyAPI: HTTPService {
    private let api: any HTTPService
    private let refused = Mutex<@Sendable (Request.Head) -> Bool>({ _ in false })

    init(_ api: any HTTPService) { self.api = api }

    /// Refuses from now on what `refused` says.
    func isBusy(_ refused: @escaping @Sendable (Request.Head) -> Bool) { self.refused.withLock { $0 = refused } }

    func admit(_ head: Request.Head) -> Admission {
        guard refused.withLock({ $0 })(head) else { return api.admit(head) }
        return .refuse(Problem(503, "overloaded", "The shop is busy; try again shortly.").response)
    }

    func respond(to request: Request) async -> Response { await api.respond(to: request) }
}
