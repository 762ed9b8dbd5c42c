import Faces
import Storage
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Pages and answers that are kept in the whole shop")
struct KeptPageTests {
    private static func token(in page: TestAnswer) throws -> String {
        let found = page.text.matches(of: /name="form" value="([0-9a-f]{32})"/).map { String($0.1) }
        #expect(Set(found).count == 1, "every form of a page has its visitor's token")
        return try #require(found.first)
    }

    @Test("visitors who are shown the same page have tokens of their own, good for its forms")
    func tokens() async throws {
        let shop = try await FurnishedShop.open()
        let (ada, charles) = (Visitor(shop.site, of: shop), Visitor(shop.site, of: shop))
        let first = try await ada.get("/products/roof-box")
        let second = try await charles.get("/products/roof-box")
        let again = try await ada.get("/products/roof-box")
        #expect(try Self.token(in: first) != Self.token(in: second))
        #expect(try Self.token(in: first) == Self.token(in: again))
        #expect(first.text.count == second.text.count)
        #expect(try await charles.post("/cart/lines", ["product": "roof-box", "quantity": "1"]).status == 303)
    }

    @Test("a cookie that is no token of ours is not put into the page")
    func foreignToken() async throws {
        let shop = try await FurnishedShop.open()
        let forged = "\"><b>forged</b><i x=\"0123456789a"
        #expect(forged.utf8.count == 32)
        for address in ["/", "/products/roof-box"] {
            let visitor = Visitor(shop.site, of: shop)
            visitor.cookies["form"] = forged
            let page = try await visitor.get(address)
            #expect(page.status == 200)
            #expect(!page.text.contains("forged"))
            #expect(try Self.token(in: page).utf8.count == 32)
        }
    }

    @Test("asking for the head alone leaves the page as it is for those after")
    func head() async throws {
        let shop = try await FurnishedShop.open()
        let client = TestClient(shop.site, headers: ["Accept-Language": "en"])
        #expect(try await client.send(.head, "/products/roof-box").body.isEmpty)
        let after = try await client.get("/products/roof-box").text
        #expect(after.contains("back=\(Percent.encoded("/products/roof-box"))\""))
    }

    @Test(
        "what is kept asks nothing of the database, until something is committed",
        // With several servers nobody knows of all commits, so nothing is kept.
        .enabled(if: TestDatabase.isSQLite))
    func asksNothing() async throws {
        let recorder = Recorder()
        let shop = try await StaffedShop { RecordingDatabase($0, recorder) }
        let visitor = Visitor(shop.site)
        for address in ["/products/roof-box", "/v1/products/roof-box", "/v1/products"] {
            visitor.cookies = [:]
            let client = TestClient(shop.site)
            let first = try await client.get(address)
            recorder.start()
            let second = try await client.get(address)
            #expect(recorder.stop().isEmpty, "\(address)")
            #expect(first.status == 200 && second.status == 200)
            try await shop.wiring.shop.write { db in
                try db.run("UPDATE product SET version = version + 1 WHERE product = 'roof-box'")
            }
            recorder.start()
            _ = try await client.get(address)
            #expect(!recorder.stop().isEmpty, "\(address)")
        }
        await shop.close()
    }

    @Test(
        "whoever is logged in is shown the page that is kept for all such, and nobody asks after their session",
        .enabled(if: TestDatabase.isSQLite))
    func sessions() async throws {
        let recorder = Recorder()
        let shop = try await StaffedShop { RecordingDatabase($0, recorder) }
        func look(_ cookie: String) async throws -> String {
            let client = TestClient(shop.site, headers: ["Cookie": "form=\(Browser.token); \(cookie)"])
            return try await client.get("/products/roof-box").text
        }
        let first = try await look("customer=se_first")
        let stranger = try await look("x=y")
        recorder.start()
        #expect(try await look("customer=se_second; staff=se_third") == first)
        #expect(recorder.stop().isEmpty)
        #expect(first.contains(">Account</a>") && stranger.contains(">Log in</a>"))
        await shop.close()
    }

    @Test("a price that staff set shows on the very next page and answer")
    func price() async throws {
        let shop = try await FurnishedShop.open()
        let visitor = Visitor(shop.site, of: shop)
        for (amount, shown) in [(12_300, "€123.00"), (45_600, "€456.00"), (78_900, "€789.00")] as [(Int64, String)] {
            let prices = try await shop.staff.get("/v1/products/roof-box/prices")
            let answer = try await shop.staff.put("/v1/products/roof-box/prices", [
                "prices": [["price": ["amount": .integer(amount), "currency": "EUR"], "validFrom": "2020-01-01"]],
            ], headers: ["If-Match": prices.headers["ETag"] ?? ""])
            #expect(answer.status == 200)
            for _ in 1...2 {
                #expect(try await visitor.get("/products/roof-box").text.contains(shown))
                let product = try await shop.guest.get("/v1/products/roof-box")
                #expect(product.json["prices"]?[0]?["amount"]?.integer == amount)
                let list = try await shop.guest.get("/v1/products").json["items"]?.array ?? []
                let listed = list.first { $0["id"] == "roof-box" }
                #expect(listed?["prices"]?[0]?["amount"]?.integer == amount)
            }
        }
    }

    @Test("what was sold out a moment ago is told at once")
    func stock() async throws {
        let shop = try await FurnishedShop.open()
        func count() async throws -> Int64? {
            try await shop.guest.get("/v1/products/roof-box").json["availability"]?["count"]?.integer
        }
        let before = try #require(try await count())
        let rows = try await shop.staff.get("/v1/stock?item=roof-box").json["items"]?.array ?? []
        for row in rows {
            let onHand = row["onHand"]?.integer ?? 0
            guard onHand > 0 else { continue }
            let answer = try await shop.staff.post("/v1/stock/adjustments", [
                "item": "roof-box", "place": row["place"] ?? .null, "change": .integer(-onHand), "reason": "lost",
            ])
            #expect(answer.status == 200 || answer.status == 201)
        }
        #expect(before > 0)
        #expect(try await count() == 0)
    }

    @Test("each language and cart has its own page")
    func others() async throws {
        let visitor = try await Visitor.open()
        #expect(try await visitor.get("/products/roof-box").text.contains("<html lang=\"en\">"))
        visitor.language = .de
        #expect(try await visitor.get("/products/roof-box").text.contains("<html lang=\"de\">"))
        _ = try await visitor.post("/cart/lines", ["product": "roof-box", "quantity": "3"])
        #expect(try await visitor.get("/products/roof-box").text.contains("<span class=\"count\">3</span>"))
    }
}
