import Testbed
import Testing
import Values
import Web

@testable import Faces
@testable import Orderworks

@Suite("Pages of staff: products")
struct ConsoleProductTests {
    private let page = "/staff/products/roof-box"

    @Test("products are listed with pictures, prices and state, narrowed by links, and found")
    func list() async throws {
        let shop = try await StaffedShop()
        for language in Language.allCases {
            for address in ["/staff/products", "/staff/products?state=draft", "/staff/products?search=box", page] {
                try await shop.inspect(address, language)
            }
        }
        let all = try await shop.staff.get("/staff/products").text
        #expect(all.contains("href=\"/staff/products/roof-box\"") && all.contains("€449.00 · CHF"))
        #expect(all.contains("src=\"/v1/pictures/"))
        let drafts = try await shop.staff.get("/staff/products?state=draft").text
        #expect(!drafts.contains("href=\"/staff/products/roof-box\"") && drafts.contains("No product fits."))
        #expect(try await shop.staff.get("/staff/products?search=--").status == 422)
        let auditor = try await shop.browser(shop.auditorSession).get(page)
        #expect(auditor.status == 200 && !auditor.text.contains("name=\"do\""))
        #expect(try await shop.staff.get("/staff/products/nothing").status == 404)
        await shop.close()
    }

    @Test("names and texts are changed; what somebody else changed meanwhile is not lost unseen")
    func texts() async throws {
        let shop = try await StaffedShop()
        let version = try await shop.hidden("version", on: page).replacing("&quot;", with: "\"")
        let form = [
            ("do", "texts"), ("version", version), ("nameEn", "Roof <box>"), ("nameDe", "Dachkiste"),
            ("descriptionEn", "One\r\nTwo"), ("descriptionDe", ""),
        ]
        let before = try await shop.api.get("/v1/catalogue/products/roof-box").json
        let answer = try await shop.staff.post(page, form)
        #expect(answer.status == 303 && answer.headers["Location"] == "\(page)?done=texts", "\(answer.text)")
        let after = try await shop.api.get("/v1/catalogue/products/roof-box").json
        #expect(after["name"] == ["en": "Roof <box>", "de": "Dachkiste"])
        #expect(after["description"] == ["en": "One\nTwo"])
        for member in ["category", "taxClass", "weightGrams", "capture", "parts", "state"] {
            #expect(after[member] == before[member], "\(member)")
        }
        let stale = try await shop.staff.post(page, form.map { $0.0 == "nameEn" ? ("nameEn", "Mine") : $0 })
        #expect(stale.status == 409 && stale.text.contains("Somebody else has changed this meanwhile."))
        #expect(stale.text.contains("value=\"Mine\"") && stale.text.contains("<h1>Roof &lt;box&gt;</h1>"))
        let empty = try await shop.staff.post(page, form.map { $0.0 == "nameEn" ? ("nameEn", "") : $0 })
        #expect([409, 422].contains(empty.status))
        await shop.close()
    }

    @Test("a price from a day on stands beside the others, or takes the place of that day's")
    func price() async throws {
        let shop = try await StaffedShop()
        let prices = "/v1/products/roof-box/prices"
        let before = try await shop.api.get(prices).json["prices"]?.array ?? []
        for (amount, count) in [("459.90", before.count + 1), ("1,459", before.count + 1)] {
            let version = try await shop.api.get(prices).headers["ETag"] ?? ""
            let answer = try await shop.staff.post(page, [
                ("do", "price"), ("version", version), ("currency", "EUR"), ("amount", amount),
                ("validFrom", "2031-01-01"),
            ])
            #expect(answer.status == 303, "\(answer.text)")
            let after = try await shop.api.get(prices).json["prices"]?.array ?? []
            #expect(after.count == count)
            let units: Int64 = amount == "1,459" ? 145_900 : 45_990
            #expect(after.contains {
                $0["price"] == ["amount": .integer(units), "currency": "EUR"] && $0["validFrom"] == "2031-01-01"
            })
        }
        let wrong = [("4.999", "2031-01-01", "amount"), ("5", "soon", "validFrom"), ("", "", "amount")]
        for (amount, day, field) in wrong {
            let version = try await shop.api.get(prices).headers["ETag"] ?? ""
            let answer = try await shop.staff.post(page, [
                ("do", "price"), ("version", version), ("currency", "EUR"), ("amount", amount), ("validFrom", day),
            ])
            #expect(answer.status == 422 && answer.text.contains("id=\"fault-\(field)\""), "\(amount) \(day)")
        }
        await shop.close()
    }

    @Test("a product goes off sale and on again")
    func state() async throws {
        let shop = try await StaffedShop()
        #expect(try await shop.staff.post(page, [("do", "withdraw")]).status == 303)
        #expect(try await shop.api.get("/v1/products/roof-box").status == 404)
        let withdrawn = try await shop.staff.get(page).text
        #expect(withdrawn.contains("value=\"publish\"") && !withdrawn.contains("value=\"withdraw\""))
        let twice = try await shop.staff.post(page, [("do", "withdraw")])
        #expect(twice.status == 409 && twice.text.contains("The product is in that state already."))
        #expect(try await shop.staff.post(page, [("do", "publish")]).status == 303)
        #expect(try await shop.api.get("/v1/products/roof-box").status == 200)
        await shop.close()
    }

    @Test("a picture is added, named, moved and taken away")
    func pictures() async throws {
        let shop = try await StaffedShop()
        let added = try await shop.upload(page, Self.drawing, "image/svg+xml", alt: "A \"red\" box")
        #expect(added.status == 303 && added.headers["Location"] == "\(page)?done=upload", "\(added.text)")
        var hung = try await shop.pictures("roof-box")
        let new = try #require(hung.last?["id"]?.string)
        #expect(hung.count >= 2 && hung.last?["alt"]?["en"] == "A \"red\" box")
        let renamed = [("do", "alt"), ("picture", new), ("altEn", "A blue box"), ("altDe", "Eine blaue Kiste")]
        #expect(try await shop.staff.post(page, renamed).status == 303)
        #expect(try await shop.staff.post(page, [("do", "earlier"), ("picture", new)]).status == 303)
        hung = try await shop.pictures("roof-box")
        #expect(hung[hung.count - 2]["id"]?.string == new)
        #expect(hung[hung.count - 2]["alt"] == ["en": "A blue box", "de": "Eine blaue Kiste"])
        #expect(try await shop.staff.post(page, [("do", "later"), ("picture", new)]).status == 303)
        #expect(try await shop.pictures("roof-box").last?["id"]?.string == new)
        for language in Language.allCases { try await shop.inspect(page, language) }
        let unnamed = try await shop.staff.post(page, [("do", "alt"), ("picture", new), ("altEn", "")])
        #expect(unnamed.status == 422 && unnamed.text.contains("id=\"fault-\(new.prefix(12))altEn\""))
        #expect(try await shop.staff.post(page, [("do", "remove"), ("picture", new)]).status == 303)
        #expect(try await shop.pictures("roof-box").count == hung.count - 1)
        let gone = try await shop.staff.post(page, [("do", "remove"), ("picture", new)])
        #expect(gone.status == 422 && gone.text.contains("no such picture any more"))
        await shop.close()
    }

    @Test("what is no picture is refused, and why", arguments: [
        ("", "image/png", "x", "Choose a file."), ("GIF89a", "image/gif", "x", "A picture is a PNG, JPEG, WebP or SVG"),
        ("no png", "image/png", "x", "This file is not what its name says it is."),
        ("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml", "x", "more in it than a drawing"),
        (drawing, "image/svg+xml", "", "1 to 300 characters."),
    ])
    func refused(bytes: String, mediaType: String, alt: String, said: String) async throws {
        let shop = try await StaffedShop()
        let count = try await shop.pictures("roof-box").count
        let answer = try await shop.upload(page, bytes, mediaType, alt: alt)
        #expect([415, 422].contains(answer.status) && answer.text.contains(said), "\(answer.text)")
        #expect(alt.isEmpty || answer.text.contains("value=\"x\""))
        #expect(try await shop.pictures("roof-box").count == count)
        let auditor = try await shop.upload(page, Self.drawing, "image/svg+xml", alt: "x", session: shop.auditorSession)
        #expect(auditor.status == 403 && auditor.text.contains("Nothing was changed"))
        #expect(try await shop.upload(page, Self.drawing, "image/svg+xml", alt: "x", token: "no").status == 403)
        #expect(try await shop.pictures("roof-box").count == count)
        await shop.close()
    }

    private static let drawing = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1H0z" fill="#c00"/></svg>
        """

    @Test("amounts are read as people of either language type them", arguments: [
        ("12.50", Language.en, 1250), ("12,50", .en, 1250), ("1,234.5", .en, 123_450), ("1,234", .en, 123_400),
        ("1.234", .en, nil), ("12,50", .de, 1250), ("12.5", .de, 1250), ("1.234,50", .de, 123_450), ("12", .de, 1200),
        ("1.234", .de, 123_400), ("", .en, nil), ("-1", .en, nil), ("1e3", .en, nil), (".", .en, nil),
        ("1,2,3", .en, nil), ("12,34.5", .en, nil), ("٣", .en, nil), ("99999999999999999", .en, nil),
    ] as [(String, Language, Int64?)])
    func amounts(text: String, language: Language, units: Int64?) {
        #expect(TypedAmount.units(text, .EUR, in: language) == units)
        #expect(TypedAmount.units("120", .JPY, in: language) == 120)
        #expect(TypedAmount.units("1.5", .JPY, in: language) == nil)
    }
}

extension StaffedShop {
    func pictures(_ product: String) async throws -> [JSON] {
        try await api.get("/v1/products/\(product)/pictures").json["items"]?.array ?? []
    }

    /// Sends a picture as the form with a file in it does.
    func upload(
        _ address: String, _ bytes: String, _ mediaType: String, alt: String, session: String? = nil,
        token: String = Browser.token
    ) async throws -> TestAnswer {
        func field(_ name: String, _ value: String) -> String {
            "--mark\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        let body = field("form", token) + field("do", "upload") + field("altEn", alt) + field("altDe", "")
            + "--mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
            + "Content-Type: \(mediaType)\r\n\r\n\(bytes)\r\n--mark--\r\n"
        return try await browser(session ?? staffSession)
            .send(address, Array(body.utf8), "multipart/form-data; boundary=mark")
    }
}

extension Browser {
    func send(_ address: String, _ body: [UInt8], _ contentType: String) async throws -> TestAnswer {
        let cookies = "form=\(Browser.token); language=\(language); staff=\(session ?? "")"
        return try await client.send(
            .post, address, body: body,
            headers: ["Cookie": cookies, "Host": "shop.test", "Content-Type": contentType])
    }
}
