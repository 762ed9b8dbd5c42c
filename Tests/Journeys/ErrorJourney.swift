import Testbed
import Testing
import Values
import Web

/// Each kind of error, asked for on a real route of the running shop: status, type, and what else a client reads.
@Suite("Errors and pages of the running shop") struct ErrorJourney {
    /// A request that is wrong in one way, and its answer.
    private struct Wrong {
        let what: String
        let method: Web.Method
        let address: String
        var body: [UInt8] = []
        var headers: Headers = [:]
        var isStaff = false
        let status: Int
        let problem: String
        /// Members of the problem, header fields of the answer.
        var says: [String: JSON] = [:]
        var fields: [String: String] = [:]
        var faults: Set<String> = []
    }

    @Test("each kind of error has its own answer, and none is a 500")
    func errors() async throws {
        let shop = try await RunningShop()
        let cart = try await shop.filledCart()
        for wrong in Self.bodies + Self.routes + Self.queries + Self.editing + Self.orders(cart) {
            let client = wrong.isStaff ? shop.staff : shop.guest
            let answer = try await client.send(
                wrong.method, wrong.address, body: wrong.body, headers: wrong.headers)
            #expect(answer.status == wrong.status, "\(wrong.what): \(answer.text)")
            #expect(answer.problem == wrong.problem, "\(wrong.what): \(answer.text)")
            #expect(answer.json["status"] == .integer(Int64(wrong.status)), "\(wrong.what)")
            #expect(answer.headers["X-Request-ID"] != nil, "\(wrong.what)")
            for (name, value) in wrong.says { #expect(answer.json[name] == value, "\(wrong.what): \(answer.text)") }
            for (name, value) in wrong.fields { #expect(answer.headers[name] == value, "\(wrong.what)") }
            #expect(Set(answer.faults.keys) == wrong.faults, "\(wrong.what): \(answer.text)")
        }
        #expect(!shop.program.said.contains("request failed"), "\(shop.program.said)")
    }

    @Test("every list is walked from page to page by its Link, and each thing is met once", arguments: [1, 3])
    func pages(size: Int) async throws {
        let shop = try await RunningShop()
        for _ in 0..<3 { _ = try await shop.order() }
        // The worker mails what was ordered, a moment later.
        for _ in 0..<300 where (try await shop.staff.get("/v1/mails").json["items"]?.array ?? []).count < 3 {
            try await Task.sleep(for: .milliseconds(100))
        }
        for list in [
            "products", "catalogue/products", "orders", "mails", "items", "stock", "stock/movements?item=floor-mats",
            "places", "tax-rates", "delivery-zones", "audit", "keys",
        ] {
            let path = "/v1/\(list)\(list.contains("?") ? "&" : "?")limit="
            let whole = try await walk(path + "100", in: shop)
            let paged = try await walk(path + "\(size == 1 && whole.count > 20 ? 7 : size)", in: shop)
            #expect(paged == whole, "\(list)")
            #expect(Set(whole).count == whole.count, "\(list)")
            #expect(!whole.isEmpty, "\(list)")
        }
        #expect(try await walk("/v1/orders?limit=1", in: shop).count == 3)
        #expect(try await walk("/v1/mails?limit=2", in: shop).count == 3)
    }

    /// All items of a list, each as it was answered, following `Link` to the end.
    private func walk(_ first: String, in shop: RunningShop) async throws -> [String] {
        var (next, found): (String?, [String]) = (first, [])
        for _ in 0..<200 {
            guard let page = next else { return found }
            let answer = try await shop.staff.get(page)
            #expect(answer.status == 200, "\(page): \(answer.text)")
            let items = try #require(answer.json["items"]?.array, "\(page): \(answer.text)")
            found += items.map { String(decoding: $0.bytes, as: UTF8.self) }
            let link = answer.headers["Link"]
            #expect((link == nil) == (answer.json["next"]?.string == nil), "\(page)")
            next = try link.map { link in
                #expect(link.hasPrefix("</v1/") && link.hasSuffix(">; rel=\"next\""), "\(link)")
                return String(try #require(link.dropFirst().split(separator: ">").first))
            }
        }
        Issue.record("\(first) doesn't end")
        return found
    }

    private static let json: Headers = ["Content-Type": "application/json"]

    private static func carts(
        _ what: String, _ body: String, _ status: Int, _ problem: String, says: [String: JSON] = [:],
        faults: Set<String> = []
    ) -> Wrong {
        Wrong(
            what: what, method: .post, address: "/v1/carts", body: Array(body.utf8), headers: json, status: status,
            problem: problem, says: says, faults: faults)
    }

    private static let bodies: [Wrong] = [
        Wrong(
            what: "another content type", method: .post, address: "/v1/carts", body: Array("{}".utf8),
            headers: ["Content-Type": "text/plain"], status: 415, problem: "unsupported-media-type",
            fields: ["Accept": "application/json"]),
        Wrong(
            what: "a picture of another kind", method: .post, address: "/v1/products/roof-box/pictures?altEn=Box",
            body: [37, 80, 68, 70], headers: ["Content-Type": "application/pdf"], isStaff: true, status: 415,
            problem: "unsupported-media-type"),
        carts("too long a body", #"{"currency":"\#(String(repeating: "E", count: 70_000))"}"#, 413, "body-too-large",
              says: ["limitBytes": 65_536]),
        carts("half an object", "{", 400, "malformed-json", says: ["reason": "malformed"]),
        carts("two documents", "{} {}", 400, "malformed-json", says: ["reason": "trailing-bytes", "offset": 3]),
        carts("too deep a body", #"{"currency":"# + String(repeating: "[", count: 200), 400, "malformed-json",
              says: ["reason": "too-deep"]),
        carts("a member twice", #"{"currency":"EUR","currency":"CHF"}"#, 400, "malformed-json",
              says: ["reason": "duplicate-key", "pointer": "#/currency"]),
        Wrong(
            what: "bytes that are no UTF-8", method: .post, address: "/v1/carts",
            body: Array(#"{"currency":""#.utf8) + [0xFF] + Array(#""}"#.utf8), headers: json, status: 400,
            problem: "malformed-json", says: ["reason": "invalid-utf8"]),
        carts("half a surrogate pair", #"{"currency":"\ud800"}"#, 400, "malformed-json",
              says: ["reason": "lone-surrogate"]),
        carts("a number that no computer holds", #"{"currency":1e999}"#, 400, "malformed-json",
              says: ["reason": "number-out-of-range"]),
        carts("a list for an object", "[]", 422, "invalid-input", faults: ["#"]),
        carts("members that are not known, beside one that is wrong", #"{"colour":1,"currency":"DM"}"#, 422,
              "invalid-input", faults: ["#/colour", "#/currency"]),
    ]

    private static let routes: [Wrong] = [
        Wrong(what: "an unknown route", method: .get, address: "/v1/nothing", status: 404, problem: "no-such-route"),
        Wrong(what: "a method not taken", method: .patch, address: "/v1/carts", status: 405,
              problem: "method-not-allowed", fields: ["Allow": "POST, OPTIONS"]),
        Wrong(what: "a method others take", method: .delete, address: "/v1/products/alma", status: 405,
              problem: "method-not-allowed", fields: ["Allow": "GET, HEAD, OPTIONS"]),
        Wrong(what: "no such product", method: .get, address: "/v1/products/none", status: 404,
              problem: "unknown-product", says: ["product": "none"]),
        Wrong(what: "no id at all", method: .get, address: "/v1/products/a%20b", status: 404, problem: "not-found"),
        Wrong(what: "no text", method: .get, address: "/v1/products/a%00b", status: 404, problem: "no-such-route"),
        Wrong(what: "no such cart", method: .get, address: "/v1/carts/01m83e7yy7m4bshthk7y1hxaaa", status: 404,
              problem: "unknown-cart"),
        Wrong(what: "no such order", method: .get, address: "/v1/orders/01m83e7yy7m4bshthk7y1hxaaa", isStaff: true,
              status: 404, problem: "unknown-order"),
        Wrong(what: "no such mail", method: .get, address: "/v1/mails/01m83e7yy7m4bshthk7y1hxaaa", isStaff: true,
              status: 404, problem: "unknown-mail"),
        Wrong(what: "without a key", method: .get, address: "/v1/orders", status: 401, problem: "unauthenticated",
              fields: ["WWW-Authenticate": "Bearer realm=\"orderworks\""]),
        Wrong(what: "with a key that isn't one", method: .get, address: "/v1/orders",
              headers: ["Authorization": "Bearer ow_none"], status: 401, problem: "unauthenticated"),
    ]

    private static let queries: [Wrong] = [
        Wrong(what: "a limit of nothing", method: .get, address: "/v1/products?limit=0", status: 422,
              problem: "invalid-input", faults: ["query:limit"]),
        Wrong(what: "all faults of a query at once", method: .get, address: "/v1/products?limit=x&colour=red",
              status: 422, problem: "invalid-input", faults: ["query:limit", "query:colour"]),
        Wrong(what: "a parameter twice", method: .get, address: "/v1/products?limit=1&limit=2", status: 422,
              problem: "invalid-input", faults: ["query:limit"]),
    ]

    private static let editing: [Wrong] = [
        editing("an edit of no version", nil, 428, "precondition-required"),
        editing("an edit of another version", "\"9\"", 412, "changed-meanwhile", says: ["currentVersion": 1]),
        editing("an edit of whatever stands there", "*", 422, "invalid-input", faults: ["header:If-Match"]),
    ]

    private static func editing(
        _ what: String, _ version: String?, _ status: Int, _ problem: String, says: [String: JSON] = [:],
        faults: Set<String> = []
    ) -> Wrong {
        var headers = json
        headers["If-Match"] = version
        return Wrong(
            what: what, method: .put, address: "/v1/categories/cars",
            body: Array(#"{"name":{"en":"Vans"},"position":1}"#.utf8), headers: headers,
            isStaff: true, status: status, problem: problem, says: says, faults: faults)
    }

    private static func orders(_ cart: String) -> [Wrong] {
        [
            Wrong(
                what: "an order without its key", method: .post, address: cart + "/order",
                body: Array(#"{"payment":{"token":"pm_card_visa"}}"#.utf8), headers: json, status: 400,
                problem: "idempotency-key-missing"),
            Wrong(
                what: "a line wrong in two ways", method: .post, address: cart + "/lines",
                body: Array(#"{"product":"Roof Box","quantity":9007199254740993}"#.utf8), headers: json, status: 422,
                problem: "invalid-input", faults: ["#/product", "#/quantity"]),
        ]
    }
}
