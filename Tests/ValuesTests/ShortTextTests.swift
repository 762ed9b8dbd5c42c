import Testing
import Values

@Suite("Short texts")
struct ShortTextTests {
    @Test("are one line without spaces at the ends", arguments: [
        ("Dealer North", true), ("ß", true), ("a", true), ("🚗 x", true), (String(repeating: "ä", count: 120), true),
        ("", false), (" a", false), ("a ", false), ("a\nb", false), ("a\r\nb", false), ("a\tb", false),
        ("\u{7F}", false), ("a\u{85}b", false), ("a\u{0}", false), (String(repeating: "ä", count: 121), false),
    ])
    func lines(text: String, isOne: Bool) throws {
        #expect((ShortText(text) != nil) == isOne)
        guard text.unicodeScalars.count <= ShortText.lengthLimit else { return }
        let pattern = try Regex(ShortText.pattern).matchingSemantics(.unicodeScalar)
        #expect((text.wholeMatch(of: pattern) != nil) == isOne)
    }
}
