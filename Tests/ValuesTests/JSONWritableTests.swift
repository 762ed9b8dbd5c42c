import Foundation
import Testing
import Values

@Suite("Values that write and read their own JSON") struct JSONWritableTests {
    /// The same members, by the containers of Codable.
    private struct PlainMoney: Codable, Equatable {
        let amount: Int64
        let currency: Currency
    }

    private struct PlainTexts: Codable, Equatable {
        let en: String
        let de: String?
    }

    private struct Pair: Codable, Equatable {
        let before: Int
        let money: Money?
        let texts: [Texts]
        let after: Bool
    }

    @Test("they write what Codable would, and read it back", arguments: [0, 1, -1, 12_50, Money.limit, -Money.limit])
    func money(amount: Int64) throws {
        for currency in [Currency.EUR, .JPY] {
            let bytes = try JSONCoding.bytes(Money(amount, currency))
            #expect(bytes == (try JSONCoding.bytes(PlainMoney(amount: amount, currency: currency))))
            #expect(try JSONCoding.value(Money.self, from: bytes) == Money(amount, currency))
        }
    }

    @Test("texts too, with what has to be escaped, and without what is nil")
    func texts() throws {
        for (en, de) in [("Roof box", "Dachbox"), ("a \"b\"\n\u{1}", nil), ("", "ü😀")] as [(String, String?)] {
            let bytes = try JSONCoding.bytes(Texts(en: en, de: de))
            #expect(bytes == (try JSONCoding.bytes(PlainTexts(en: en, de: de))))
            #expect(try JSONCoding.value(Texts.self, from: bytes) == Texts(en: en, de: de))
        }
        #expect(try JSONCoding.value(Texts.self, from: Array(#"{"en":"a","de":null}"#.utf8)) == Texts(en: "a"))
    }

    @Test("they stand among others, in other values")
    func among() throws {
        let pair = Pair(before: 1, money: Money(5, .EUR), texts: [Texts(en: "a"), Texts(en: "b", de: "c")], after: true)
        let bytes = try JSONCoding.bytes(pair)
        #expect(String(decoding: bytes, as: UTF8.self) == """
            {"before":1,"money":{"amount":5,"currency":"EUR"},"texts":[{"en":"a"},{"en":"b","de":"c"}],"after":true}
            """)
        #expect(try JSONCoding.value(Pair.self, from: bytes) == pair)
    }

    @Test("other encoders and decoders understand them")
    func others() throws {
        let data = try JSONEncoder().encode([Money(1250, .EUR)])
        #expect(try JSONDecoder().decode([Money].self, from: data) == [Money(1250, .EUR)])
    }

    @Test("what is wrong is said with its place", arguments: [
        (#"{"amount":"1","currency":"EUR"}"#, "/amount"), (#"{"amount":1}"#, "/currency"),
        (#"{"amount":1,"currency":"XXX"}"#, "/currency"), (#"[1]"#, ""),
        (#"{"amount":100000000000001,"currency":"EUR"}"#, ""),
    ])
    func faults(text: String, pointer: String) {
        #expect { try JSONCoding.value(Money.self, from: Array(text.utf8)) } throws: { error in
            (error as? JSONCoding.Fault)?.pointer == pointer
        }
    }
}
