import Testbed
import Testing
import Values

@Suite struct NameTests {
    enum Thing {}

    @Test("an identifier is what it says", arguments: [
        ("a", true), ("0", true), ("roof-box_2", true), (String(repeating: "a", count: 64), true), ("", false),
        ("-a", false), ("_a", false),
        ("A", false), ("a b", false), ("a/b", false), ("ä", false), ("a\u{301}", false), ("a\n", false),
        (String(repeating: "a", count: 65), false),
    ])
    func identifiers(text: String, isValid: Bool) {
        #expect((ID<Thing>(text) != nil) == isValid)
        #expect((text.wholeMatch(of: try! Regex(IDText.pattern)) != nil) == isValid)
    }

    @Test("new identifiers are valid, differ by chance and sort by time")
    func newIdentifiers() {
        let early = ID<Thing>(at: Instant(milliseconds: 1_795_404_528_123), random: .max, .max)
        let late = ID<Thing>(at: Instant(milliseconds: 1_795_404_528_124), random: 0, 0)
        #expect(early < late)
        #expect(early.text.count == 26)
        #expect(ID<Thing>(early.text) == early)
        #expect(early != ID<Thing>(at: Instant(milliseconds: 1_795_404_528_123), random: .max, .max - 1))
        #expect(early != ID<Thing>(at: Instant(milliseconds: 1_795_404_528_123), random: .max - 1, .max))
        #expect(early.of(Int.self).text == early.text)
    }

    @Test("a spoken number has ten letters in three groups")
    func spoken() throws {
        let pattern = try Regex("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}")
        var chance = SplitMix64(1)
        for _ in 0..<100 { #expect(IDText.spoken(random: chance.next()).wholeMatch(of: pattern) != nil) }
        #expect(IDText.spoken(random: 0) == "0000-0000-00")
        #expect(IDText.spoken(random: .max) == "ZZZZ-ZZZZ-ZZ")
    }

    @Test("a country is two capital letters",
        arguments: [("DE", true), ("de", false), ("D", false), ("DEU", false), ("Ä1", false), ("D1", false)])
    func countries(code: String, isValid: Bool) {
        #expect((Country(code) != nil) == isValid)
    }

    @Test("a quantity is 1 to 999", arguments: [(0, false), (1, true), (999, true), (1000, false), (-1, false)])
    func quantities(count: Int, isValid: Bool) {
        #expect((Quantity(count) != nil) == isValid)
    }

    @Test("a text falls back to English")
    func texts() throws {
        #expect(Texts(en: "Roof box", de: "Dachbox").text(in: .de) == "Dachbox")
        #expect(Texts(en: "Roof box").text(in: .de) == "Roof box")
        #expect(try JSONCoding.bytes(Texts(en: "a")) == Array(#"{"en":"a"}"#.utf8))
    }
}
