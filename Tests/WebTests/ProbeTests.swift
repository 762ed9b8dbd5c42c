import Testing
import Values
import Web

@Suite("Schemas are found by probing")
struct ProbeTests {
    struct Everything: Decodable {
        let id: ID<Everything>
        let count: Int
        let price: Money?
        let names: [String]
        let amounts: [String: Quantity]
        let choices: [Key: [Key]]
        let size: Counter.Size
        let inner: Inner
        let many: [Inner]?
        let anything: JSON

        struct Inner: Decodable {
            let isSmall: Bool
            let on: Day
        }
    }

    struct Key: Hashable, Decodable, CodingKeyRepresentable, SchemaDeclaring {
        static let schema = Schema.string(1...3)
        let text: String
        var codingKey: any CodingKey { text.codingKey }

        init?(codingKey: some CodingKey) { text = codingKey.stringValue }
        init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
    }

    private func members(_ schema: Schema) throws -> [String: Schema.Member] {
        guard case .object(let members) = schema.shape else { throw Malformed("no object") }
        return Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0) })
    }

    @Test("a type's members are found, with what each has to be")
    func everything() throws {
        let schema = try Schema.of(Everything.self)
        let members = try members(schema)
        #expect(Set(members.keys) == [
            "id", "count", "price", "names", "amounts", "choices", "size", "inner", "many", "anything",
        ])
        #expect(members.values.filter { !$0.isRequired }.map(\.name).sorted() == ["many", "price"])
        let fits: JSON = [
            "id": "a", "count": 1, "names": ["x"], "amounts": ["a": 1], "choices": ["abc": ["d"]], "size": "small",
            "inner": ["isSmall": true, "on": "2026-11-23"], "anything": [1, nil],
        ]
        #expect(schema.faults(in: fits) == [])
    }

    @Test("each member's bounds are its type's own")
    func bounds() throws {
        let faults = try Schema.of(Everything.self).faults(in: [
            "id": "NO", "count": "1", "price": ["amount": 1, "currency": "XXX", "tip": 1], "names": "x",
            "amounts": ["a": 0], "choices": ["abcd": []], "size": "tiny", "inner": ["isSmall": 1, "on": "2026-02-30"],
            "many": [["isSmall": true, "on": "2026-11-23"], [:]], "anything": nil,
        ])
        #expect(Set(faults.map(\.pointer)) == [
            "#/id", "#/count", "#/price/currency", "#/price/tip", "#/names", "#/amounts/a", "#/choices/abcd", "#/size",
            "#/inner/isSmall", "#/inner/on", "#/many/1/isSmall", "#/many/1/on",
        ])
    }

    @Test("texts and lists have a limit where none is named")
    func limits() throws {
        struct Loose: Decodable { let text: String; let list: [Int] }
        let schema = try Schema.of(Loose.self)
        let atLimit = String(repeating: "ä", count: Schema.textLimit)
        #expect(schema.faults(in: ["text": .string(atLimit), "list": []]).isEmpty)
        let faults = schema.faults(in: [
            "text": .string(atLimit + "x"), "list": .array(Array(repeating: 1, count: Schema.listLimit + 1)),
        ])
        #expect(faults.map(\.pointer) == ["#/text", "#/list"])
    }

    @Test("a default by decodeIfPresent is an optional member")
    func defaults() throws {
        struct Lenient: Decodable {
            let count: Int
            enum Key: String, CodingKey { case count }
            init(from decoder: any Decoder) throws {
                count = try decoder.container(keyedBy: Key.self).decodeIfPresent(Int.self, forKey: .count) ?? 5
            }
        }
        #expect(try members(Schema.of(Lenient.self))["count"]?.isRequired == false)
    }

    @Test("what can't be probed names its type and member")
    func unprobed() throws {
        struct Outer<Inner: Decodable>: Decodable { let inner: Inner }
        enum Sum: Decodable { case one(Int), two(String) }
        struct Tree: Decodable { let children: [Tree] }
        enum Uncounted: String, Decodable { case a, b }
        struct Fork: Decodable {
            enum Key: CodingKey { case a, b }
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                if container.contains(.a) { _ = try container.decode(Int.self, forKey: .a) }
            }
        }
        func reason<Inner: Decodable>(_ type: Inner.Type) -> String {
            let error = #expect(throws: Schema.Unprobed.self) { try Schema.of(Outer<Inner>.self) }
            return error?.description ?? ""
        }
        let reasons = [
            reason(Sum.self), reason(Tree.self), reason(Uncounted.self), reason(Fork.self), reason([Fork].self),
        ]
        for text in reasons {
            #expect(text.contains("member inner"))
            #expect(text.contains("declare its schema"))
        }
        #expect(reason(Tree.self).contains("contains itself"))
        #expect(reason(Uncounted.self).contains("CaseIterable"))
        #expect(reason([Int: Int].self).contains("keys"))
    }
}
