import Foundation
import Reasoning
import Testing

@Suite("UVL files")
struct UVLTests {
    static let sandwich = """
        namespace shop.sandwich
        include
            Boolean.group-cardinality
        features
            Sandwich {abstract, note 'for two', price 3}  // a comment
                mandatory
                    Bread
                        alternative
                            "Full Grain" {Calories 203, Price 1.99}
                            Flatbread {Calories 90}
                optional
                    Sauce
                        [1..2]
                            Ketchup {Calories 50}
                            Mustard {Calories 20}
                            Chili /* hot
                            */
                    Integer Slices {min 1, max 9, step 2}
        constraints
            Ketchup => "Full Grain" | Chili & !Mustard
            sum(Calories) < 260
            (Slices > 4
                => Flatbread) & true
            -2 * Slices + 1 >= -15 <=> Slices <= 8

        """

    @Test("groups, cardinalities, attributes, whole numbers and constraints are read")
    func reads() async throws {
        let model = try UVLReader.read(Self.sandwich)
        #expect(model.name == "shop.sandwich")
        #expect(model.options.map(\.name) == [
            "Sandwich", "Bread", "Full Grain", "Flatbread", "Sauce", "Ketchup", "Mustard", "Chili", "Slices",
        ])
        #expect(model.groups.map { [$0.minimum, $0.maximum] } == [[1, 1], [1, 1], [0, 2], [1, 2]])
        #expect(model.parameters == [.init("Slices", 1...9, step: 2)])
        #expect(model.options[0].attributes == [
            .init("abstract", .mark), .init("note", .text("for two")), .init("price", .whole(3)),
        ])
        #expect(model.options[2].attributes[1].value == .fraction("1.99"))
        #expect(model.rules.map(\.name) == ["line 20", "line 21", "line 22", "line 24"])
        #expect(model.rules[0].condition == .implies(
            .option("Ketchup"),
            .any([.option("Full Grain"), .all([.option("Chili"), .not(.option("Mustard"))])])))
        let reasoner = try await Reasoned.make(model)
        let standing = try #require(try await reasoner.standing([.set("Slices", 7), .take("Ketchup")]))
        #expect(standing["Flatbread"] == .forced(.consequence(.rule("line 22"))))
        #expect(standing["Chili"] == .forced(.consequence(.rule("line 20"))))
        #expect(standing["Mustard"] == .impossible(.consequence(.rule("line 20"))))
    }

    @Test("what is written is read again as the same, and written the same")
    func roundTrip() throws {
        let model = try UVLReader.read(Self.sandwich)
        let text = try UVLWriter.write(model)
        let again = try UVLReader.read(text)
        #expect(again.options == model.options)
        #expect(again.parameters == model.parameters)
        #expect(again.rules.map(\.condition) == model.rules.map(\.condition))
        #expect(try UVLWriter.write(again) == text)
    }

    @Test("a fault is told with its line and column", arguments: [
        ("features\n\tA\n\t\tmandatory\n\t\t\tA\n", "line 4, column 4: A is the name of two features"),
        ("features\n\tA\nconstraints\n\tA => B\n", "line 4, column 7: B is no feature"),
        ("features\n\tA\nconstraints\n\tA =>\n\tA\n", "line 5, column 2: a feature, a number or ( is wanted"),
        ("features\n\tA\nconstraints\n\t(A | A\n", "line 5, column 1: ) is wanted"),
        ("features\n\tA\nconstraints\n\tA + 1\n", "line 4, column 2: a sum is no condition: it wants a comparison"),
        ("features\n\tA\nconstraints\n\tA * A > 2\n", "line 4, column 4: one of two factors has to be a number"),
        ("features\n\tA\n\t\toptional\n\tB\n", "line 4, column 2: there is one root only; indent this feature"),
        ("features\n\tA\n\t\toptional\n", "line 3, column 3: the group has no features"),
        ("features\n\tA\n\t\tsome\n\t\t\tB\n",
         "line 3, column 3: some is no group: mandatory, optional, or, alternative or [n..m] is wanted"),
        ("features\n\tA\n\t\t[3..4]\n\t\t\tB\n", "line 3, column 3: from 3 to 4 of 1 features can't be taken"),
        ("features\n\t\"A\n", "line 2, column 2: a name in quotes ends with its line"),
        ("features\n\tA {price}}\n", "line 2, column 11: a new line is wanted"),
        ("features\n\tA /* x\n", "line 2, column 4: a comment has no end"),
        ("features\n\tReal A\n", "line 2, column 7: Real features are not read"),
        ("features\n\tInteger A\n",
         "line 2, column 10: a whole-number feature wants its range: {min 1, max 9, step 1}"),
        ("imports\n\tA\n", "line 1, column 1: imports are not read: put all features into one file"),
        ("features\n\t9A\n", "line 2, column 2: a name begins with a digit; put it in double quotes"),
        ("features\n\tA\nconstraints\n\tA > 99999999999999999999\n", "line 4, column 6: a number is too large"),
        ("features\n\tA\nconstraints\n\tA > 99999999999\n", "line 4, column 6: numbers go to 50000000 only"),
        ("features\n\tA ^\n", "line 2, column 4: ^ has no meaning here"),
        ("", "line 1, column 1: the file has no features"),
    ])
    func faults(text: String, sentence: String) {
        #expect {
            _ = try UVLReader.read(text)
        } throws: { error in
            let said = "\(error)"
            #expect(said == sentence)
            return said == sentence
        }
    }

    @Test("deep nesting is refused by name, in trees, conditions, lists and attributes")
    func nesting() throws {
        func tree(_ levels: Int) -> String {
            var text = "features\n"
            for level in 0..<levels {
                text += String(repeating: " ", count: 2 * level + 1) + "F\(level)\n"
                if level + 1 < levels { text += String(repeating: " ", count: 2 * level + 2) + "optional\n" }
            }
            return text
        }
        #expect(try UVLReader.read(tree(UVLLimits.levels)).options.count == UVLLimits.levels)
        #expect(throws: UVLFault.self) { try UVLReader.read(tree(UVLLimits.levels + 1)) }
        for (open, close) in [("(", ")"), ("!(", ")"), ("-", "")] {
            for (count, isRead) in [(UVLLimits.nesting, true), (UVLLimits.nesting + 1, false), (200_000, false)] {
                let inner = String(repeating: open, count: count) + "A" + String(repeating: close, count: count)
                let text = "features\n\tA\nconstraints\n\t\(inner)\(open == "-" ? " < 1" : "")\n"
                #expect(((try? UVLReader.read(text)) != nil) == isRead, "\(open) \(count)")
            }
        }
        for operation in [" => ", " <=> "] {
            let chain = Array(repeating: "A", count: 200_000).joined(separator: operation)
            #expect(throws: UVLFault.self) { try UVLReader.read("features\n\tA\nconstraints\n\t\(chain)\n") }
        }
        let lists = String(repeating: "[", count: 200_000)
        #expect(throws: UVLFault.self) { try UVLReader.read("features\n\tA {a \(lists)\n") }
        let notes = String(repeating: "{a", count: 200_000)
        #expect(throws: UVLFault.self) { try UVLReader.read("features\n\tA \(notes)\n") }
    }

    @Test("files spoilt by chance are read or refused, each in a moment, and what is read can be reasoned with")
    func fuzz() async throws {
        var chance = Chance(4_711)
        let seeds = [Self.sandwich, "features\n\tA\n\t\tor\n\t\t\tB\n\t\t\tC\nconstraints\n\tB => C\n"]
        let words = ["features", "constraints", "mandatory", "[1..2]", "{", "}", "(", ")", "!", "=>", "<=>", "&", "\n",
                     "\t", "\"", "'", "sum(", ".", "*", "-", "<", "9", "Integer", "/*", "//", "\u{0}", "é", "Sauce"]
        var isRead = 0
        for _ in 0..<3_000 {
            var bytes = Array(seeds[chance.below(seeds.count)].utf8)
            for _ in 0..<(1 + chance.below(4)) {
                let at = chance.below(bytes.count)
                switch chance.below(4) {
                case 0: bytes[at] = UInt8(chance.below(256))
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + 1 + chance.below(9)))
                case 2: bytes.insert(contentsOf: words[chance.below(words.count)].utf8, at: at)
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + chance.below(40))], at: at)
                }
                if bytes.isEmpty { bytes = [65] }
            }
            let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            do {
                let model = try UVLReader.read(bytes)
                isRead += 1
                if isRead % 20 == 0 { _ = try await Reasoned.make(model) }
            } catch let fault as UVLFault {
                #expect((1...(lines.count + 1)).contains(fault.line), "\(fault)")
                #expect((1...(bytes.count + 1)).contains(fault.column), "\(fault)")
            } catch let error as Unanswered {
                guard case .fault = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
        #expect(isRead > 30 && isRead < 2_970, "both ends should be met: \(isRead)")
    }
}
