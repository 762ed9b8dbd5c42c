import Testing
import Values

@Suite struct JSONCodingTests {
    enum Size: String, Codable, CaseIterable { case small, large }

    struct Line: Codable, Equatable {
        let product: ID<Line>
        let quantity: Quantity
        var note: String?
        var size: Size?
    }

    struct Box: Codable, Equatable {
        let lines: [Line]
        var price: Money?
        var weights: [Double] = []
        var extra: JSON?
        var names: [String: Int] = [:]
        var grid: [[Int?]] = []
    }

    enum Choice: Codable, Equatable { case none, some(count: Int, Line) }

    struct Empty: Codable, Equatable {}

    static let box = Box(
        lines: [Line(product: "roof-box", quantity: 2, note: "a \"b\"\n\u{1}ü", size: .large),
            Line(product: "mats", quantity: 1)],
        price: Money(1250, .EUR), weights: [0.1, 2, 1e300], extra: ["a": [1, nil, ["b": 1.0]]], names: ["x": 1],
        grid: [[1, nil], [], [3]])

    @Test("a value is written in one pass, without what is nil")
    func writes() throws {
        #expect(String(decoding: try JSONCoding.bytes(Self.box), as: UTF8.self) == """
            {"lines":[{"product":"roof-box","quantity":2,"note":"a \\"b\\"\\n\\u0001ü","size":"large"},\
            {"product":"mats","quantity":1}],"price":{"amount":1250,"currency":"EUR"},"weights":[0.1,2.0,1e+300],\
            "extra":{"a":[1,null,{"b":1.0}]},"names":{"x":1},"grid":[[1,null],[],[3]]}
            """)
    }

    @Test("values read back as they were written")
    func roundTrips() throws {
        func check<Value: Codable & Equatable>(_ value: Value) throws {
            #expect(try JSONCoding.value(Value.self, from: JSONCoding.bytes(value)) == value)
        }
        try check(Self.box)
        try check([Choice.none, .some(count: 3, Self.box.lines[0])])
        try check(Empty())
        try check([Empty(), Empty()])
        try check(7)
        try check("text")
        try check([Int8.min, .max])
        try check(UInt64(Int64.max))
        try check([String: [Size]]())
        try check(JSON.object(["a": [nil, 1, 1.5, "x", true, [:], []]]))
        try check(Texts(en: "Roof box", de: nil))
        try check([Day("2026-11-23"), nil])
        try check(Dictionary(uniqueKeysWithValues: (0..<100).map { ("n\($0)", $0) }))
    }

    struct Flattened: Encodable {
        let line: Line

        func encode(to encoder: any Encoder) throws {
            try line.encode(to: encoder)
            var own = encoder.container(keyedBy: Key.self)
            var nested = own.nestedContainer(keyedBy: Key.self, forKey: .nested)
            try nested.encode(1, forKey: .own)
            var list = nested.nestedUnkeyedContainer(forKey: .list)
            try list.encode("a")
            var inner = list.nestedUnkeyedContainer()
            try inner.encodeNil()
            _ = list.nestedContainer(keyedBy: Key.self)
            try own.encode(2, forKey: .own)
            try line.quantity.encode(to: own.superEncoder())
            _ = own.superEncoder(forKey: .list)
        }

        enum Key: String, CodingKey { case own, nested, list }
    }

    @Test("nested, flattened and super containers close where they end")
    func nestedContainers() throws {
        let bytes = try JSONCoding.bytes([Flattened(line: Self.box.lines[1])])
        #expect(String(decoding: bytes, as: UTF8.self) == """
            [{"product":"mats","quantity":1,"nested":{"own":1,"list":["a",[null],{}]},"own":2,"super":1,"list":{}}]
            """)
    }

    struct GoingBack: Encodable {
        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: Flattened.Key.self)
            var first = outer.nestedUnkeyedContainer(forKey: .list)
            try outer.encode(1, forKey: .own)
            try first.encode(1)
        }
    }

    struct Twice: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(1)
            _ = encoder.unkeyedContainer()
        }
    }

    @Test("what can't be written is refused, not written wrong")
    func refusesToWrite() {
        #expect(throws: JSONCoding.Fault.self) { try JSONCoding.bytes(GoingBack()) }
        #expect(throws: JSONCoding.Fault.self) { try JSONCoding.bytes(Twice()) }
        #expect(throws: JSONCoding.Fault.self) { try JSONCoding.bytes(Double.nan) }
        #expect(throws: JSONCoding.Fault.self) { try JSONCoding.bytes([UInt64.max]) }
    }

    static let faults: [(String, String, String)] = [
        (#"{"lines":[{"product":"a","quantity":0}]}"#, "/lines/0/quantity", "a quantity is 1 to 999"),
        (#"{"lines":[{"product":"A","quantity":1}]}"#, "/lines/0/product",
         "an identifier is 1 to 64 of a-z, 0-9, - and _"),
        (#"{"lines":[{"product":"a"}]}"#, "/lines/0/quantity", "is missing"),
        (#"{"lines":[{"product":"a","quantity":1.5}]}"#, "/lines/0/quantity",
         "is a number with decimals where a whole number is expected"),
        (#"{"lines":[{"product":"a","quantity":null}]}"#, "/lines/0/quantity",
         "is null where a whole number is expected"),
        (#"{"lines":[{"product":"a","quantity":1e30}]}"#, "/lines/0/quantity", "is out of range"),
        (#"{"lines":[{"product":"a","quantity":1,"size":"huge"}]}"#, "/lines/0/size", "is none of small, large"),
        (#"{"lines":{}}"#, "/lines", "is an object where a list is expected"),
        (#"{"lines":[3]}"#, "/lines/0", "is a whole number where an object is expected"),
        (#"[]"#, "", "is a list where an object is expected"),
        (#"{"lines":[],"weights":[],"names":{"a/b":"x"},"grid":[]}"#, "/names/a~1b",
         "is a text where a whole number is expected"),
        (#"{"lines":[],"weights":[],"names":{},"grid":[[1],[2,true]]}"#, "/grid/1/1",
         "is true or false where a whole number is expected"),
        (#"{"lines":[],"price":{"amount":1,"currency":"XXX"}}"#, "/price/currency",
         "is none of \(Currency.allCases.map(\.code).joined(separator: ", "))"),
    ]

    @Test("what is wrong is told with its place", arguments: faults)
    func faultsHavePointers(text: String, pointer: String, reason: String) throws {
        #expect(throws: JSONCoding.Fault(pointer: pointer, reason: reason)) {
            try JSONCoding.value(Box.self, from: Array(text.utf8))
        }
    }

    @Test("1.0 is a whole number, as JSON Schema has it")
    func wholeReal() throws {
        #expect(try JSONCoding.value([Int].self, from: [1.0, 2, -3.0]) == [1, 2, -3])
        #expect(try JSONCoding.value([Double].self, from: [1.5, 2]) == [1.5, 2])
    }
}
