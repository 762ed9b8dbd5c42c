import Foundation
import Reasoning
import Testbed
import Testing
@testable import Orderworks

@Suite("orderworks model")
struct ModelCommandTests {
    private func run(_ verb: String, _ text: String) async throws -> ExitCode {
        let folder = try TemporaryFolder()
        let path = folder.path + "/model.uvl"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return await Program.run(arguments: ["orderworks", "model", verb, path], environment: [:])
    }

    @Test("a model is checked, counted and written; the exit code says whether it can be had")
    func verbs() async throws {
        let model = "features\n\tA\n\t\talternative\n\t\t\tB\n\t\t\tC\n"
        for verb in ["check", "stats", "export"] {
            let code = try await run(verb, model)
            #expect(code == .done, "\(verb)")
        }
        let contradiction = try await run("check", model + "constraints\n\tB & C\n")
        #expect(contradiction == .failed)
        let faulty = try await run("check", model + "constraints\n\tB & D\n")
        #expect(faulty == .failed)
    }

    @Test("a verb that isn't one, a file that isn't there and a word too few are misuse")
    func misuse() async throws {
        let verb = try await run("paint", "features\n\tA\n")
        #expect(verb == .misused)
        let file = await Program.run(arguments: ["orderworks", "model", "check", "/nowhere.uvl"], environment: [:])
        #expect(file == .misused)
        let words = await Program.run(arguments: ["orderworks", "model", "check"], environment: [:])
        #expect(words == .misused)
    }

    @Test("what an editor should know is told with names, of which there are not too many")
    func findings() {
        let names = (0..<50).map { "F\($0)" }
        let lines = ModelCommand.findings(.init(
            contradiction: nil, dead: names, always: [], falselyOptional: [], redundant: ["line 7"], undecided: []))
        #expect(lines.prefix(3) == ["Valid configurations exist.", "50 in no configuration:", "  F0"])
        #expect(lines.suffix(3) == ["  and 30 more", "1 said by other rules already:", "  line 7"])
    }
}
