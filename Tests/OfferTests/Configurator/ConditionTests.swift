import Offer
import Testing
import Values

@Suite("Conditions")
struct ConditionTests {
    private static let texts = [
        "a", "!a", "a & b", "a | b & !c", "(a | b) & c", "a => (b => c)", "(a => b) => c", "a <=> b", "!(a & b)",
        "length >= 180", "length != -5", "short < long", "a & (b | length == 3) => !c", "true", "!false", "150-kw & 2",
    ]

    @Test("a condition reads as it is written", arguments: texts)
    func roundTrip(text: String) throws {
        let condition = try Condition(text)
        #expect(condition.description == text)
        #expect(try Condition(condition.description) == condition)
    }

    @Test("what binds tighter needs no parentheses")
    func binding() throws {
        #expect(try Condition("a|b&!c=>d<=>e") == .same(
            .implies(.any([.option("a"), .all([.option("b"), .not(.option("c"))])]), .option("d")), .option("e")))
        #expect(try Condition("a => b => c") == .implies(.option("a"), .implies(.option("b"), .option("c"))))
        #expect(try Condition("((a))").description == "a")
        #expect(try Condition("a&length>=10") == .all([.option("a"), .compared("length", .atLeast, .number(10))]))
    }

    @Test("a fault names the column and the reason", arguments: [
        ("a & ", 5, "an option, a comparison or a parenthesis is missing"), ("a b", 3, "“b” has no place here"),
        ("(a | b", 7, "“)” is missing"), ("a & Ä", 5, "neither a name nor one of"), ("length >= ", 11, "is missing"),
        ("a)", 2, "“)” has no place here"), ("-a", 1, "“-a” is no name"), ("", 1, "is missing"), ("a == =", 6,
         "neither a name nor one of"),
    ])
    func faults(text: String, column: Int, reason: String) {
        do {
            _ = try Condition(text)
            Issue.record("“\(text)” was read")
        } catch {
            #expect(error.column == column, "\(error)")
            #expect(error.reason.contains(reason), "\(error)")
        }
    }

    @Test("length and depth are bounded")
    func bounds() {
        let deep = String(repeating: "(", count: 40) + "a" + String(repeating: ")", count: 40)
        #expect(throws: Condition.Fault.self) { try Condition(deep) }
        #expect(throws: Condition.Fault.self) { try Condition(String(repeating: "!", count: 1500) + "a") }
        let long = Array(repeating: "option", count: 400).joined(separator: " & ")
        #expect(throws: Condition.Fault.self) { try Condition(long) }
        #expect(throws: Never.self) {
            try Condition(String(repeating: "(", count: 30) + "a" + String(repeating: ")", count: 30))
        }
    }
}
