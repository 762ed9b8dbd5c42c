import Testing
import Values

@Suite struct JSONParserTests {
    static let accepted: [(String, JSON)] = [
        ("null", nil), (" true ", true), ("\t\r\n false", false), ("0", 0), ("-0", 0), ("-12", -12),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("1.0", .real(1)), ("1e2", .real(100)), ("1E+2", .real(100)), ("-0.5e-1", .real(-0.05)), ("0.1", .real(0.1)),
        ("1e-400", .real(0)), ("1.7976931348623157e308", .real(.greatestFiniteMagnitude)),
        (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u00e9\u00E9é""#, "ééé"), (#""\ud83d\ude00😀""#, "😀😀"), (#""\uFFFF""#, "\u{FFFF}"), (#""\u007f""#, "\u{7F}"),
        ("[]", []), ("[ ]", []), ("[1,[2, [ ]],null]", [1, [2, []], nil]),
        ("{}", [:]), ("{ }", [:]), (#"{"a":1 , "b" : {"a":[true]}}"#, ["a": 1, "b": ["a": [true]]]),
        (#"{"":0}"#, ["": 0]),
    ]

    @Test("what the grammar allows is read", arguments: accepted)
    func accepts(text: String, expected: JSON) throws {
        #expect(try JSON.parse(text) == expected)
    }

    static let malformed = [
        "", " ", "nul", "nulx", "True", "undefined", "NaN", "Infinity", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+",
        "-a", "\"", "\"a", #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, "\"a\nb\"", "\"a\tb\"", "'a'",
        "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
        "{a:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{1:2}", "}", "[1}", "{\"a\":1]", "\u{FEFF}1", "/**/1", "[1]//",
    ]

    @Test("what the grammar doesn't allow is refused as no JSON", arguments: malformed)
    func refusesMalformed(text: String) {
        let fault = #expect(throws: JSON.Fault.self) { try JSON.parse(text) }
        #expect(fault?.reason == .malformed || (text == "[1]//" && fault?.reason == .trailingBytes))
    }

    static let refused: [(String, JSON.Fault)] = [
        ("1 1", JSON.Fault(.trailingBytes, offset: 2)), ("{}x", JSON.Fault(.trailingBytes, offset: 2)),
        ("01", JSON.Fault(.trailingBytes, offset: 1)), ("-01", JSON.Fault(.trailingBytes, offset: 2)),
        ("[01]", JSON.Fault(.malformed, pointer: "", offset: 2)),
        ("9223372036854775808", JSON.Fault(.numberOutOfRange, offset: 0)),
        ("[1, -9223372036854775809]", JSON.Fault(.numberOutOfRange, pointer: "/1", offset: 4)),
        ("1e309", JSON.Fault(.numberOutOfRange, offset: 0)), ("-1e999999999", JSON.Fault(.numberOutOfRange, offset: 0)),
        (#"{"a":1,"b":2,"a":3}"#, JSON.Fault(.duplicateKey("a"), pointer: "/a", offset: 13)),
        (#"{"x":[{"a":1,"\u0061":3}]}"#, JSON.Fault(.duplicateKey("a"), pointer: "/x/0/a", offset: 13)),
        (#"{"a/b~":[true,"\ud800"]}"#, JSON.Fault(.loneSurrogate, pointer: "/a~1b~0/1", offset: 15)),
        (#""\udc00""#, JSON.Fault(.loneSurrogate, offset: 1)), (#""\ud800\n""#, JSON.Fault(.loneSurrogate, offset: 1)),
        (#""\ud800\ud800""#, JSON.Fault(.loneSurrogate, offset: 1)), (#""\ud800"#, JSON.Fault(.malformed, offset: 7)),
        (#"["\u0000"]"#, JSON.Fault(.nul, pointer: "/0", offset: 2)), ("\"\0\"", JSON.Fault(.nul, offset: 1)),
        ("1\0", JSON.Fault(.trailingBytes, offset: 1)), ("0x10", JSON.Fault(.trailingBytes, offset: 1)),
    ]

    @Test("each fault has its reason, place and byte", arguments: refused)
    func refuses(text: String, expected: JSON.Fault) {
        #expect(throws: expected) { try JSON.parse(text) }
    }

    static let notUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xFF],
    ]

    @Test("a text that is not UTF-8 is refused at its first wrong byte", arguments: notUTF8)
    func refusesBrokenUTF8(wrong: [UInt8]) {
        let bytes = Array("[\"ä".utf8) + wrong + Array("\"]".utf8)
        #expect(throws: JSON.Fault(.invalidUTF8, pointer: "/0", offset: 4)) { try JSON.parse(bytes) }
    }

    @Test("limits hold exactly")
    func limits() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]",
            count: depth) }
        _ = try JSON.parse(nested(32))
        let deep = #expect(throws: JSON.Fault.self) { try JSON.parse(nested(33)) }
        #expect(deep?.reason == .tooDeep(limit: 32))
        #expect(deep?.offset == 32)
        let objects = String(repeating: #"{"a":"#, count: 100_000)
        #expect(throws: JSON.Fault.self) { try JSON.parse(objects) }

        _ = try JSON.parse("[1,2]", within: JSON.Limits(bytes: 5))
        #expect(throws: JSON.Fault(.tooLarge(limitBytes: 4), offset: 4)) {
            try JSON.parse("[1,2]", within: JSON.Limits(bytes: 4))
        }
        _ = try JSON.parse(#"{"a":[1,2]}"#, within: JSON.Limits(bytes: 100, values: 3))
        let many = #expect(throws: JSON.Fault.self) {
            try JSON.parse(#"{"a":[1,2,3]}"#, within: JSON.Limits(bytes: 100, values: 3))
        }
        #expect(many?.reason == .tooMany(limit: 3))
    }

    @Test("a name twice is found among many")
    func duplicateAmongMany() throws {
        for count in 1...40 {
            let members = (0..<count).map { "\"n\($0)\":\($0)" }
            #expect(try JSON.parse("{\(members.joined(separator: ","))}").object?.members.count == count)
            for again in [0, count / 2, count - 1] {
                let text = "{\((members + ["\"n\(again)\":0"]).joined(separator: ","))}"
                let fault = #expect(throws: JSON.Fault.self) { try JSON.parse(text) }
                #expect(fault?.reason == .duplicateKey("n\(again)"))
            }
        }
    }

    @Test("members are read and set by name")
    func members() {
        var object: JSON.Object = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = true
        object["b"] = nil
        object["d"] = nil
        #expect(JSON.object(object).text == #"{"a":3,"c":true}"#)
        let json: JSON = ["list": [1, "two", 3.5, nil]]
        #expect(json["list"]?[1]?.string == "two")
        #expect(json["list"]?[2]?.number == 3.5)
        #expect(json["list"]?[4] == nil)
        #expect(json["none"] == nil)
    }
}
