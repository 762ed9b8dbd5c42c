import Notices
import Testbed
import Testing
import Values

@testable import Notices

/// What Python's `email` package reads out of the bytes we write.
@Suite("A mail on the wire")
struct MailMessageTests {
    private func read(_ mail: Mail) async throws -> JSON {
        try await PythonScript("read_mail.py").answer(to: mail.message)
    }

    private func mail(
        name: String = "Ada", subject: String = "Hello", text: String = "Hello", html: String = "<p>Hello</p>"
    ) throws -> Mail {
        try Mail(
            MessageID(.order("order-1"), .shipped, "parcel-2", at: "shop.test"),
            about: .order("order-1"), kind: .shipped,
            from: Correspondent(name: "Shop", EmailAddress("shop@shop.test")!),
            to: Correspondent(name: name, EmailAddress("ada@example.org")!), subject: subject, text: text, html: html,
            language: .en, date: Instant("2026-11-23T09:31:07Z")!)
    }

    @Test("another parser reads the mail as it was written", arguments: Language.allCases)
    func confirmationIsReadBack(language: Language) async throws {
        let mail = try LetterSamples.mail(LetterSamples.letter(in: language))
        let read = try await read(mail)
        #expect(read["from"] == ["Autohaus Süd", "shop@autohaus.example"])
        #expect(read["to"] == ["Ada Lovelace", "ada@example.org"])
        #expect(read["addresses"] == ["ada@example.org"])
        #expect(read["headers"]?["subject"]?.string == mail.subject)
        #expect(read["headers"]?["message-id"]?.string == mail.messageID.text)
        #expect(read["timestamp"]?.integer == mail.date.seconds)
        #expect(read["type"] == "multipart/alternative")
        #expect(read["parts"]?[0]?["type"] == "text/plain")
        #expect(read["parts"]?[0]?["charset"] == "utf-8")
        #expect(read["parts"]?[0]?["content"]?.string == mail.text)
        #expect(read["parts"]?[1]?["type"] == "text/html")
        #expect(read["parts"]?[1]?["content"]?.string == mail.html)
        #expect(try #require(read["longestLine"]?.integer) <= 78)
    }

    @Test("names, subjects and texts of every kind come through", arguments: [
        "plain", "größer als „alles“", "日本語の件名がここにありますが、それはとても長いものです", "=?UTF-8?Q?a?=",
        "a, b; \"c\" <d>", String(repeating: "long words ", count: 30), "🚗 ü", "(comment)",
    ])
    func anyTextComesThrough(text: String) async throws {
        let body = "\(text)\n\n.\nFrom here\ttab \n=3D\n--=_x\nend \t"
        let read = try await read(mail(name: text, subject: text, text: body, html: "<p>\(text)</p>\n"))
        #expect(read["to"]?[0]?.string == text)
        #expect(read["headers"]?["subject"]?.string == text)
        #expect(read["parts"]?[0]?["content"]?.string == body)
        #expect(read["parts"]?[1]?["content"]?.string == "<p>\(text)</p>\n")
        #expect(try #require(read["longestLine"]?.integer) <= 78)
    }

    @Test("a line break, however it is written, begins no header field", arguments: [
        "a\r\nBcc: eve@example.org", "a\nBcc: eve@example.org", "a\rBcc: x", "a\u{85}b", "a\u{2028}b", "a\0b",
    ])
    func injectionIsRefused(text: String) throws {
        #expect(throws: Malformed.self) { try mail(subject: text) }
        #expect(throws: Malformed.self) { try mail(name: text) }
        let sent = try LetterSamples.mail(LetterSamples.letter(name: text, product: text))
        #expect(sent.to.name == nil)
        let header = String(decoding: sent.message, as: UTF8.self).components(before: "\r\n\r\n")
        #expect(!header.contains("Bcc"))
        #expect(!sent.text.contains("\nBcc"))
    }

    @Test("the header has every field once, and no more than it should")
    func headerFields() async throws {
        let names = try await read(mail())["headerNames"]?.array?.compactMap(\.string) ?? []
        #expect(names.sorted() == [
            "auto-submitted", "content-language", "content-type", "date", "from", "message-id", "mime-version",
            "subject", "to",
        ])
    }

    @Test("a mail's name comes from what it is about, and from nothing else")
    func messageIDs() throws {
        let first = try LetterSamples.mail()
        let again = try LetterSamples.letter().mail(LetterSamples.letterhead, at: first.date + .hours(3))
        #expect(first.messageID == again.messageID)
        #expect(first.messageID.text == "<01kp4wm28hbm4r6t7qy3c9xv2e.confirmation@autohaus.example>")
        let parcels = try ["one", "two"].map {
            try LetterSamples.mail(LetterSamples.letter(.shipped, reference: $0)).messageID
        }
        #expect(Set(parcels + [first.messageID]).count == 3)
    }
}

extension String {
    fileprivate func components(before end: String) -> Substring {
        firstRange(of: end).map { self[..<$0.lowerBound] } ?? self[...]
    }
}
