import Foundation
import Reasoning
import Testing

/// Models of others with known answers, which lie beside the project: `../shared/data/feature-models`, or where
/// ORDERWORKS_FEATURE_MODELS says.
enum SharedModels {
    static let folder: String = {
        if let named = ProcessInfo.processInfo.environment["ORDERWORKS_FEATURE_MODELS"] { return named }
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return project.deletingLastPathComponent().path + "/shared/data/feature-models"
    }()

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/expected.csv") }

    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
    }

    struct Expected {
        let file: String
        let numbers: [String: Int]
    }

    static func expected() throws -> [Expected] {
        let lines = String(decoding: try bytes("expected.csv"), as: UTF8.self).split(whereSeparator: \.isNewline)
        let names = try #require(lines.first).split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",").map(String.init)
            let numbers = zip(names, cells).dropFirst().map { ($0, Int(Double($1) ?? -1)) }
            return Expected(file: cells[0], numbers: Dictionary(uniqueKeysWithValues: numbers))
        }
    }
}

@Suite("Feature models of others", .enabled(if: SharedModels.areThere))
struct SharedModelTests {
    @Test("features, constraints, core, dead and falsely optional features are as their collection says")
    func expected() async throws {
        let all = try SharedModels.expected()
        #expect(all.count == 4)
        for expected in all {
            let model = try UVLReader.read(try SharedModels.bytes(expected.file))
            #expect(model.options.count == expected.numbers["features"], "\(expected.file)")
            #expect(model.rules.count == expected.numbers["constraints"], "\(expected.file)")
            let reasoner = try await Reasoned.make(model)
            #expect(!reasoner.isContradictory == (expected.numbers["satisfiable"] == 1), "\(expected.file)")
            let diagnosis = try await reasoner.diagnose()
            #expect(diagnosis.always.count == expected.numbers["core"], "\(expected.file)")
            #expect(diagnosis.dead.count == expected.numbers["dead"], "\(expected.file)")
            // The collection counts dead features of dead parents, too: in none of no configurations they are missing.
            let dead = Set(diagnosis.dead)
            let groups = model.groups.filter { $0.minimum < $0.members.count && dead.contains($0.parent ?? "") }
            let vacuous = groups.reduce(0) { $0 + $1.members.count }
            #expect(
                diagnosis.falselyOptional.count + vacuous == expected.numbers["false_optional"], "\(expected.file)")
            #expect(diagnosis.undecided.isEmpty, "\(expected.file)")
        }
    }

    @Test("they are written and read again with the same features, groups and constraints")
    func roundTrip() throws {
        for expected in try SharedModels.expected() {
            let model = try UVLReader.read(try SharedModels.bytes(expected.file))
            let again = try UVLReader.read(try UVLWriter.write(model))
            #expect(Set(again.options.map(\.name)) == Set(model.options.map(\.name)))
            #expect(again.rules.map(\.condition) == model.rules.map(\.condition))
            let groups = { (model: FeatureModel) in
                Set(model.groups.map { "\($0.parent ?? "") \($0.members) \($0.minimum) \($0.maximum)" })
            }
            #expect(groups(again) == groups(model))
        }
    }

    @Test("choices in any order never lead into a dead end, and what is shut has an explanation and a way out")
    func walk() async throws {
        let model = try UVLReader.read(try SharedModels.bytes("automotive01.uvl"))
        let reasoner = try await Reasoned.make(model)
        var chance = Chance(99)
        for _ in 0..<4 {
            var choices: [Choice] = []
            var standing = try #require(reasoner.foundation)
            for _ in 0..<10 {
                let open = model.options.indices.filter { standing[$0].isPossible }
                guard !open.isEmpty else { break }
                let name = model.options[open[chance.below(open.count)]].name
                choices.append(.option(name, isTaken: chance.part(60)))
                standing = try #require(try await reasoner.standing(choices))
            }
            let shut = model.options.indices.filter {
                if case .impossible(.consequence) = standing[$0] { true } else { false }
            }
            let wish = Choice.take(model.options[try #require(shut.first)].name)
            let why = try #require(try await reasoner.explain(choices, wish: wish))
            #expect(!why.choices.isEmpty)
            let repairs = try #require(try await reasoner.repairs(for: wish, among: choices))
            let dropped = try #require(repairs.ways.first).dropped
            let rest = choices.filter { !dropped.contains($0) } + [wish]
            #expect(try await reasoner.isExtensible(rest))
            let complete = try #require(try await reasoner.complete(rest, .nearest(options: [], parameters: [:])))
            #expect(model.faults(in: complete.options, complete.parameters) == [])
        }
    }
}
