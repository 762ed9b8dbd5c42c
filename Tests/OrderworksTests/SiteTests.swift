import Testing
import Values
import Web

@testable import Faces

@Suite("What pages know of a visit")
struct SiteTests {
    private let surroundings = Site.Surroundings(
        api: Silence(), document: [:], isSecure: true, origin: "https://desks.example", draw: { 0x0123_4567_89AB_CDEF })

    private func visit(
        _ method: Method = .get, body: String = "", _ headers: [(name: String, value: String)] = []
    ) -> Visit {
        Visit(
            Request(Request.Head(method, "/cart", query: "", headers: Headers(headers)), body: Array(body.utf8)),
            parts: [], in: surroundings)
    }

    private let token = String(repeating: "a", count: 32)

    private func form(_ headers: [(name: String, value: String)], body: String) -> Visit {
        visit(.post, body: body, [("Content-Type", "application/x-www-form-urlencoded")] + headers)
    }

    @Test("a form is taken from our own pages only, and with the visitor's own token")
    func formGuard() {
        let cookie = (name: "Cookie", value: "form=\(token)")
        let host = (name: "Host", value: "shop.test")
        #expect(FormGuard.refusal(of: form([cookie, host], body: "form=\(token)")) == nil)
        #expect(
            FormGuard.refusal(of: form([cookie, host, ("Origin", "https://shop.test")], body: "form=\(token)")) == nil)
        #expect(
            FormGuard.refusal(of: form([cookie, host, ("Origin", "https://desks.example")], body: "form=\(token)"))
                == nil, "a proxy told us another host than the browser's")
        #expect(
            FormGuard.refusal(of: form([cookie, host, ("Origin", "http://desks.example")], body: "form=\(token)"))
                == .foreignForm)
        #expect(
            FormGuard.refusal(of: form([cookie, host, ("Origin", "https://evil.test")], body: "form=\(token)"))
                == .foreignForm)
        #expect(
            FormGuard.refusal(of: form([cookie, ("Sec-Fetch-Site", "cross-site")], body: "form=\(token)"))
                == .foreignForm)
        #expect(
            FormGuard.refusal(of: form([cookie, ("Sec-Fetch-Site", "same-site")], body: "form=\(token)"))
                == .foreignForm)
        #expect(FormGuard.refusal(of: form([cookie], body: "form=\(token.dropLast())b")) == .staleForm)
        #expect(FormGuard.refusal(of: form([cookie], body: "name=Ada")) == .staleForm)
        #expect(FormGuard.refusal(of: form([], body: "form=\(token)")) == .staleForm)
        #expect(FormGuard.refusal(of: form([("Cookie", "form=")], body: "form=")) == .staleForm)
    }

    @Test("a visitor without a token gets one, in a cookie that scripts can't read and only TLS carries")
    func newToken() throws {
        let fresh = visit()
        let response = FormGuard.marked(.page("<p>"), fresh.token, isSecure: true)
        let field = try #require(response.headers["Set-Cookie"])
        #expect(field == "form=0123456789abcdef0123456789abcdef; Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(fresh.token.text == "0123456789abcdef0123456789abcdef")
        let known = visit([("Cookie", "form=\(token)")])
        #expect(known.token.text == token)
        #expect(FormGuard.marked(.page("<p>"), known.token, isSecure: true).headers["Set-Cookie"] == nil)
        #expect(FormGuard.marked(Response(200), fresh.token, isSecure: true).headers["Set-Cookie"] == nil)
    }

    private func visit(_ headers: [(name: String, value: String)]) -> Visit { visit(.get, headers) }

    @Test("the language is the one chosen, else the browser's first of ours, else English", arguments: [
        (nil, nil, Language.en), (nil, "de-AT,de;q=0.9,en;q=0.8", .de), (nil, "fr,en;q=0.5,de;q=0.4", .en),
        (nil, "fr,de;q=0.4", .de), (nil, "en;q=0.1, de;q=0.9", .de), ("en", "de", .en), ("de", nil, .de),
        ("xx", "de", .de), (nil, ";;,,q=", .en),
    ] as [(String?, String?, Language)])
    func language(chosen: String?, preferred: String?, expected: Language) {
        var headers: [(name: String, value: String)] = []
        if let chosen { headers.append(("Cookie", "a=b; language=\(chosen)")) }
        if let preferred { headers.append(("Accept-Language", preferred)) }
        #expect(visit(headers).language == expected)
    }

    @Test("an address to come back to is one of this site", arguments: [
        ("/cart?x=1", "/cart?x=1"), ("//evil.test/", "/"), ("/\\evil.test", "/"), ("https://evil.test", "/"),
        ("", "/"), ("/a b", "/"), ("/\r\nSet-Cookie:x=y", "/"),
    ])
    func local(address: String, expected: String) {
        #expect(LanguageChoice.local(address) == expected)
    }

    @Test("fields are read as browsers write them, and what can't be read is left out")
    func fields() {
        let fields = Fields("q=roof+box&name=%C3%84nne&option=a&option=b&empty=&bad=%zz&=x&lone")
        #expect(fields["q"] == "roof box" && fields["name"] == "Änne")
        #expect(fields.all("option") == ["a", "b"])
        #expect(fields["empty"] == nil && fields.has("empty"))
        #expect(fields["bad"] == nil && !fields.has("bad"))
        #expect(fields.has("lone") && fields["lone"] == nil)
        #expect(fields.with("q", nil).with("page", "2").query == "name=%C3%84nne&option=a&option=b&page=2")
        let many = Fields(Array(repeating: "a=1", count: Fields.limit + 50).joined(separator: "&"))
        #expect(many.all("a").count == Fields.limit)
    }
}

@Suite("Forms with files in them")
struct MultipartTests {
    private func request(_ body: [UInt8], boundary: String = "xyz") -> Request {
        Request(
            Request.Head(
                .post, "/", headers: ["Content-Type": "multipart/form-data; boundary=\"\(boundary)\""]),
            body: body)
    }

    private let picture: [UInt8] = [0x89, 0x50, 13, 10, 45, 45, 0, 255, 13, 10]

    private var body: [UInt8] {
        Array("--xyz\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\nA roof box\r\n".utf8)
            + Array("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n".utf8)
            + Array("Content-Type: image/png\r\n\r\n".utf8) + picture + Array("\r\n--xyz--\r\n".utf8)
    }

    @Test("fields and files come apart, bytes untouched")
    func parts() throws {
        let form = try #require(Multipart(request(body)))
        #expect(form.parts.map(\.name) == ["alt", "file"])
        #expect(form.parts.map(\.fileName) == [nil, "a.png"])
        #expect(form.parts[1].bytes == picture && form.parts[1].mediaType == "image/png")
        #expect(Multipart.fields(request(body))["alt"] == "A roof box")
        #expect(Multipart.fields(request(body))["file"] == nil)
    }

    @Test("cut off or spoiled anywhere, a form is refused or read, and nothing breaks")
    func spoiled() {
        var read = 0
        for end in 0..<body.count where Multipart(request(Array(body[..<end]))) != nil { read += 1 }
        #expect(read <= 4, "only what ends after the last boundary is whole")
        for place in body.indices {
            var spoiled = body
            spoiled[place] ^= 0x2D
            _ = Multipart(request(spoiled))
        }
        #expect(Multipart(request(body, boundary: "")) == nil)
        #expect(Multipart(request(Array("--xyz".utf8))) == nil)
    }
}

/// An API that has nothing.
private struct Silence: HTTPService {
    func admit(_ head: Request.Head) -> Admission { .body(limitBytes: 0) }

    func respond(to request: Request) async -> Response { Response(404) }
}
