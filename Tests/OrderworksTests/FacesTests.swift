import Faces
import Notices
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@Suite("Pages for browsers")
struct FacesTests {
    private let sample: TestShop
    private let client: TestClient
    private let closed: TestClient

    init() async throws {
        sample = try await Shop.sample(migrations: Notices.migrations)
        let mails = Notices.endpoints(sample.shop)
        let api = try API(endpoints: mails, authenticator: Anybody.guest(), log: .quiet)
        let mailbox = try API(endpoints: mails, authenticator: MailReader(), log: .quiet)
        let chance = sample.shop.chance
        func site(_ mailbox: API?) -> Site {
            Site(Site.Surroundings(api: api, document: api.document, mailbox: mailbox, draw: { chance.next() }))
        }
        client = TestClient(site(mailbox))
        closed = TestClient(site(nil))
    }

    private func keep(_ subject: String, html: String = "<p>Hello</p>", count: Int = 1) async throws {
        for number in 0..<count {
            let mail = try Mail(
                MessageID(.order("order-1"), .shipped, "\(number)", at: "shop.test"),
                about: .order("order-1"), kind: .shipped,
                from: Correspondent(EmailAddress("shop@shop.test")!),
                to: Correspondent(EmailAddress("ada@example.org")!),
                subject: subject, text: "as <text>", html: html, language: .en, date: .sample)
            try await sample.shop.keep(mail)
            sample.time.advance(by: .seconds(1))
        }
    }

    private func policy(_ answer: TestAnswer) -> String { answer.headers["Content-Security-Policy"] ?? "" }

    @Test("a page's foot leads to what is here, to the mailbox only where it is open")
    func foot() async throws {
        let page = try await client.get("/parts")
        #expect(page.status == 200)
        #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("href=\"/reference\"") && page.text.contains("href=\"/mailbox\""))
        #expect(!(try await closed.get("/parts").text.contains("/mailbox")))
        #expect(try await closed.get("/mailbox").problem != nil)
        #expect(try await client.get("/faces.css").headers["Content-Type"] == "text/css; charset=utf-8")
    }

    @Test("what is no page is the API's, with its own permissions")
    func apiIsBehind() async throws {
        #expect(try await client.get("/v1/mails").status == 401)
        #expect(try await client.get("/openapi.json").json["openapi"] == "3.1.0")
        #expect(try await client.get("/nowhere").status == 404)
        #expect(try await client.post("/").status == 405)
        #expect(try await client.post("/").headers["Allow"] == "GET, HEAD")
        let head = try await client.send(.head, "/")
        #expect(head.body.isEmpty && head.headers["Content-Length"] != "0")
    }

    @Test("the mailbox lists, pages, filters and shows mails")
    func mailbox() async throws {
        #expect(try await client.get("/mailbox").text.contains("No mails yet"))
        try await keep("Parcel <1> & more", count: 52)
        let page = try await client.get("/mailbox")
        #expect(page.text.contains("Parcel &lt;1&gt; &amp; more"))
        #expect(page.headers["Cache-Control"] == "no-store")
        let next = try #require(page.text.firstMatch(of: /href="(\/mailbox\?limit=50[^"]*)"/)?.1)
        let rest = try await client.get(String(next).replacing("&amp;", with: "&"))
        #expect(rest.text.matches(of: /<tr>/).count == 3)
        let german = try await client.get("/mailbox?order=order-1", headers: ["Accept-Language": "de"]).text
        #expect(german.contains("Postfach") && german.contains("Ältere E-Mails"))
        #expect(german.contains("/mailbox?order=order-1&amp;limit=50&amp;after="), "the filter is kept")
        #expect(try await client.get("/mailbox?order=other").text.contains("No mails yet"))
        #expect(try await client.get("/mailbox?colour=red").status == 422)
        #expect(try await client.get("/mailbox/none").status == 404)
    }

    @Test("a mail's HTML stands in a frame that may do nothing, and nowhere else")
    func htmlIsCagedIn() async throws {
        try await keep("Hello", html: "<script>alert(1)</script><p style=\"color:red\">Hello</p>")
        let list = try await client.get("/mailbox").text
        let id = try #require(list.firstMatch(of: /href="\/mailbox\/([^"]+)"/)?.1)
        let page = try await client.get("/mailbox/\(id)")
        #expect(!page.text.contains("alert(1)</script>") && page.text.contains("as &lt;text&gt;"))
        let cage = "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/mailbox/\(id)/content\""
        #expect(page.text.contains(cage))
        #expect(policy(page).contains("default-src 'none'") && !policy(page).contains("unsafe-inline"))
        let content = try await client.get("/mailbox/\(id)/content")
        #expect(content.text.contains("<p style=\"color:red\">Hello</p>"))
        #expect(policy(content).hasPrefix("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'"))
        #expect(!policy(content).contains("script-src"))
    }

    @Test("the reference names every operation, parameter, schema and problem of the document, on pages under 100 KB")
    func reference() async throws {
        let document = try await client.get("/openapi.json").json
        var pages = ["/reference": try await client.get("/reference").text]
        let links = try #require(pages["/reference"]).matches(of: /href="(\/reference\/[^"#]+)"/).map { String($0.1) }
        for link in Set(links) {
            let page = try await client.get(link)
            #expect(page.status == 200, "\(link)")
            pages[link] = page.text
        }
        for (address, text) in pages {
            #expect(text.utf8.count < 100_000 && !text.contains("{{"), "\(address): \(text.utf8.count) bytes")
            for target in text.matches(of: /href="(\/reference[^"#]*)(#[^"]+)?"/) {
                let there = pages[String(target.1)]
                let id = target.2.map { "id=\"\($0.dropFirst())\"" }
                #expect(there != nil && id.map { there?.contains($0) == true } ?? true, "\(address): \(target.0)")
            }
        }
        for path in document["paths"]?.object?.members ?? [] {
            for operation in path.value.object?.members ?? [] {
                let tag = operation.value["tags"]?[0]?.string ?? "?"
                let chapter = try #require(pages["/reference/\(tag)"], "\(tag)")
                #expect(chapter.contains(path.name), "\(path.name)")
                let summary = operation.value["summary"]?.string ?? "?"
                #expect(chapter.contains(HTML.escape(summary)), "\(summary)")
                for parameter in operation.value["parameters"]?.array ?? [] {
                    let name = parameter["name"]?.string ?? "?"
                    #expect(chapter.contains("<code>\(name)</code>"), "\(name)")
                }
            }
        }
        for schema in document["components"]?["schemas"]?.object?.members ?? [] {
            #expect(pages["/reference/schemas/\(schema.name)"]?.contains("<h1>\(schema.name)</h1>") == true)
        }
        #expect(pages["/reference/mails"]?.contains("unknown-mail") == true)
        for missing in ["/reference/nothing", "/reference/schemas/Nothing"] {
            #expect(try await client.get(missing).status == 404)
        }
    }
}
