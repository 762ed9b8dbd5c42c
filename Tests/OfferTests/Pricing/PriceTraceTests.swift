import Offer
import Testing
import Values

@Suite("Price traces as JSON")
struct PriceTraceTests {
    private struct PlainTrace: Codable {
        let entries: [Entry]

        struct Entry: Codable {
            let kind: PriceTrace.Kind
            let label: Texts
            let amount: Money
            let included: Bool
            let line: Int?
        }
    }

    static let trace = PriceTrace([
        .init(.base, Texts(en: "Montis"), Money(41_900_00, .EUR), line: 0),
        .init(.discount, Texts(en: "\"Spring\"", de: "„Frühling“"), Money(-5, .EUR)),
        .init(.tax, Texts(en: "VAT", de: "MwSt."), Money(0, .JPY), included: true, line: 2),
    ])

    @Test("what a trace writes by itself is what its containers would")
    func written() throws {
        let plain = PlainTrace(entries: Self.trace.entries.map {
            .init(kind: $0.kind, label: $0.label, amount: $0.amount, included: $0.included, line: $0.line)
        })
        let bytes = try JSONCoding.bytes(Self.trace)
        #expect(bytes == (try JSONCoding.bytes(plain)))
        #expect(try JSONCoding.value(PriceTrace.self, from: bytes) == Self.trace)
    }

    @Test("an entry that is wrong is named", arguments: [
        (#"{"kind":"gift","label":{"en":"a"},"amount":{"amount":1,"currency":"EUR"},"included":false}"#, "kind"),
        (#"{"kind":"base","label":{},"amount":{"amount":1,"currency":"EUR"},"included":false}"#, "label/en"),
        (#"{"kind":"base","label":{"en":"a"},"amount":{"amount":1,"currency":"EUR"},"included":0}"#, "included"),
    ])
    func wrong(entry: String, place: String) {
        #expect { try JSONCoding.value(PriceTrace.self, from: Array("{\"entries\":[\(entry)]}".utf8)) } throws: {
            ($0 as? JSONCoding.Fault)?.pointer == "/entries/0/\(place)"
        }
    }
}
