import Foundation
import Logging
import Reasoning
import SolverCaDiCaL

/// `orderworks model`: looks through a feature model in a UVL file, without a shop, or brings it into one.
struct ModelCommand: Command {
    static let name = "model"
    static let sentence = """
        Reads a feature model from a UVL file: VERB check says what is wrong with it (exit code 1 when it contradicts \
        itself), stats counts what it has, export writes it anew, import stores it as the draft of a product's model, \
        whole or not at all.
        """
    static let words = ["VERB", "FILE"]
    /// All but `import` do without.
    static let settings = ModelImport.settings

    /// What reading through one model may take before the rest is called undecided.
    private static let budget = Duration.seconds(60)
    /// Names that are listed of each kind; more are counted.
    static let listed = 20

    private var verb = ""
    private var file = ""

    mutating func take(_ words: [String]) { (verb, file) = (words[0], words[1]) }

    func mistakes(in settings: Settings) -> [String] {
        ["check", "stats", "export", "import"].contains(verb)
            ? [] : ["\(verb) is nothing that can be done with a model: check, stats, export or import is"]
    }

    func run(_ settings: Settings) async throws -> ExitCode {
        if verb == "import" { return try await ModelImport.run(file, settings) }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            Program.complain(["\(file) can't be read."])
            return .misused
        }
        do {
            let model = try UVLReader.read(Array(bytes))
            if verb == "export" {
                FileHandle.standardOutput.write(Data(try UVLWriter.write(model).utf8))
                return .done
            }
            let reasoner = try await Reasoner.make(
                model, source: CaDiCaL(), threads: SolverThreads(1), log: Program.log(.error))
            let diagnosis = try await reasoner.diagnose(within: Self.budget)
            for line in verb == "check" ? Self.findings(diagnosis) : Self.figures(reasoner, diagnosis) {
                Program.say(line)
            }
            return verb == "check" && diagnosis.contradiction != nil ? .failed : .done
        } catch let fault as UVLFault {
            Program.complain(["\(file): \(fault)"])
        } catch let fault as UVLWriter.Refusal {
            Program.complain(["\(file): \(fault)"])
        } catch let unanswered as Unanswered {
            Program.complain(["\(file): \(unanswered)"])
        }
        return .failed
    }

    /// What an editor should know, a line each; more lines name what is meant.
    static func findings(_ diagnosis: Diagnosis) -> [String] {
        if let contradiction = diagnosis.contradiction {
            return ["No configuration is valid. These can't hold together:"]
                + contradiction.reasons.map { "  \(words($0))" }
        }
        let kinds = [
            (diagnosis.dead, "in no configuration"), (diagnosis.falselyOptional, "optional in name only"),
            (diagnosis.redundant, "said by other rules already"), (diagnosis.undecided, "not judged in time"),
        ]
        return ["Valid configurations exist."] + kinds.filter { !$0.0.isEmpty }.flatMap { names, what in
            ["\(names.count) \(what):"] + names.prefix(listed).map { "  \($0)" }
                + (names.count > listed ? ["  and \(names.count - listed) more"] : [])
        }
    }

    private static func words(_ reason: Reason) -> String {
        switch reason {
        case .rule(let name): "the constraint in \(name)"
        case .group(let name): "the group \(name)"
        case .root(let name): "the root \(name)"
        case .choice: "a choice"
        }
    }

    private static func figures(_ reasoner: Reasoner, _ diagnosis: Diagnosis) -> [String] {
        let model = reasoner.model
        let figures = [
            ("features", model.options.count), ("groups", model.groups.count),
            ("whole numbers", model.parameters.count), ("constraints", model.rules.count),
            ("variables", reasoner.book.variableCount), ("clauses", reasoner.book.clauseCount),
            ("satisfiable", diagnosis.contradiction == nil ? 1 : 0), ("in every configuration", diagnosis.always.count),
            ("in no configuration", diagnosis.dead.count), ("optional in name only", diagnosis.falselyOptional.count),
            ("redundant constraints", diagnosis.redundant.count), ("constraints not judged", diagnosis.undecided.count),
        ]
        return figures.map { name, number in
            name.padding(toLength: 24, withPad: " ", startingAt: 0) + String(number)
        }
    }
}
