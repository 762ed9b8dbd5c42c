import Testing
import Values

@Suite("E-mail addresses")
struct EmailAddressTests {
    @Test("what mail can be sent to is taken", arguments: [
        "ada@example.org", "a@b", "shop@localhost", "ada.lovelace+cars@mail.example.co.uk", "o'brien!#$%@example.org",
        "jürgen@müller.de", "用户@例子.广告", "a@1-2.org",
    ])
    func taken(text: String) {
        #expect(EmailAddress(text)?.text == text)
    }

    @Test("anything else isn't", arguments: [
        "", "ada", "@example.org", "ada@", "a@b@c", "ada @example.org", "ada@exam ple.org",
        "ada@example.org\r\nBcc: x@y",
        "8i983@scg.example.io*", "ada@example..org", ".ada@example.org", "ada.@example.org", "ada@-example.org",
        "ada@example-.org", "ada@example.org.", "<ada@example.org>", "\"ada\"@example.org", "ada@[127.0.0.1]",
        "ada@exam_ple.org", "ada\u{2003}b@example.org", "ada\u{85}@example.org", "a\u{0}@example.org",
        String(repeating: "a", count: 65) + "@example.org", "a@" + String(repeating: "b", count: 64),
        "a@" + String(repeating: "b.", count: 130) + "b",
    ])
    func refused(text: String) {
        #expect(EmailAddress(text) == nil)
    }
}
