import Testing
import Values
import Web

@Suite("Schemas check values")
struct SchemaTests {
    /// Contains itself, and so declares its schema.
    struct Rule: SchemaDeclaring {
        static let schema = Schema.oneOf(tag: "kind", [
            Schema.Variant("option", [.required("option", .string(1...10))]),
            Schema.Variant("not", [.required("of", .reference(to: Rule.self))]),
            Schema.Variant("all", [.required("of", .array(.reference(to: Rule.self), count: 1...3))]),
        ])

        init(from decoder: any Decoder) throws {}
    }

    @Test("a tagged sum is checked by its tag, as deep as it goes")
    func tagged() {
        let fits: JSON = ["kind": "not", "of": ["kind": "all", "of": [["kind": "option", "option": "x"]]]]
        #expect(Rule.schema.faults(in: fits) == [])
        let faulty: JSON = ["kind": "not", "of": ["kind": "all", "of": [["kind": "option"], ["kind": "or"], [:]]]]
        let pointers = Rule.schema.faults(in: faulty).map(\.pointer)
        #expect(pointers == ["#/of/of/0/option", "#/of/of/1/kind", "#/of/of/2/kind"])
    }

    @Test("of several forms the nearest one's faults are told")
    func anyOf() {
        let schema = Schema.anyOf([.string(1...5), .object([.required("text", .string(1...5))])])
        #expect(schema.faults(in: "abc").isEmpty)
        #expect(schema.faults(in: ["text": ""]).map(\.pointer) == ["#/text"])
        #expect(schema.faults(in: 7).map(\.pointer) == ["#"])
    }

    @Test("a pointer escapes what pointers escape")
    func pointer() {
        #expect(Schema.object([]).faults(in: ["a/b~c": 1]).map(\.pointer) == ["#/a~1b~0c"])
    }

    @Test("faults end at their limit, however many there are")
    func limit() {
        let many = JSON.object(JSON.Object((0..<500).map { JSON.Object.Member(name: "m\($0)", value: nil) }))
        #expect(Schema.object([]).faults(in: many).count == Schema.faultLimit)
    }

    @Test("an integer is one, within its bounds", arguments: [
        (JSON.integer(1), true), (.integer(0), false), (.integer(10), false), (.real(1.5), false), ("1", false),
        (nil, false),
    ])
    func integer(json: JSON, fits: Bool) {
        #expect(Schema.integer(1...9).faults(in: json).isEmpty == fits)
    }

    @Test("every value type's own example fits its schema, and is read by the type")
    func examples() throws {
        try check(Money.self)
        try check(Currency.self)
        try check(Quantity.self)
        try check(Country.self)
        try check(Instant.self)
        try check(Day.self)
        try check(Percentage.self)
        try check(Texts.self)
        try check(ID<Rule>.self)
        try check(EmailAddress.self)
        try check(PostalAddress.self)
        try check(ShortText.self)
        try check(IdempotencyKey.self)
        try check(EditVersion.self)
        try check(PageRequest.self)
    }

    private func check<Value: SchemaDeclaring>(_ type: Value.Type) throws {
        let sample = try #require(type.schema.sample)
        #expect(type.schema.faults(in: sample) == [])
        _ = try JSONCoding.value(type, from: sample)
    }
}
