import Reasoning
import Testing

/// Every answer is compared with what looking at all configurations says, on thousands of small models by chance.
@Suite("Answers against brute force")
struct PropertyTests {
    @Test("states, bounds and the diagnosis are what all configurations say", arguments: 0..<4)
    func states(part: Int) async throws {
        var chance = Chance(UInt64(100 + part))
        var contradictory = 0
        for _ in 0..<250 {
            let model = chance.model()
            let all = BruteForce(model)
            let reasoner = try await Reasoned.make(model)
            #expect(reasoner.isContradictory == all.valid.isEmpty)
            if all.valid.isEmpty { contradictory += 1 }
            for count in [0, 1, 2, 3] {
                let choices = chance.choices(model, count)
                let agreeing = all.valid.filter { $0.agrees(with: choices) }
                let isExtensible = try await reasoner.isExtensible(choices)
                #expect(isExtensible == !agreeing.isEmpty, "\(model) \(choices)")
                let standing = try await reasoner.standing(choices)
                #expect((standing != nil) == !agreeing.isEmpty)
                guard let standing else { continue }
                check(standing, agreeing, model)
            }
        }
        #expect(contradictory > 5 && contradictory < 200, "models by chance should be of both kinds: \(contradictory)")
    }

    @Test("clicks of several buyers, one after another, say what all configurations say", arguments: 0..<4)
    func clicks(part: Int) async throws {
        var chance = Chance(UInt64(800 + part))
        var settled = 0
        for _ in 0..<80 {
            let model = chance.model()
            let all = BruteForce(model)
            let reasoner = try await Reasoned.make(model)
            var open: [[Choice]] = [[], [], []]
            for _ in 0..<12 where !all.valid.isEmpty {
                let buyer = chance.below(open.count)
                let choices = open[buyer] + [chance.choice(model)]
                let agreeing = all.valid.filter { $0.agrees(with: choices) }
                let standing = try await reasoner.standing(choices)
                #expect((standing == nil) == agreeing.isEmpty, "\(model) \(choices)")
                guard let standing else { continue }
                open[buyer] = choices
                settled += standing.isComplete ? 1 : 0
                check(standing, agreeing, model)
            }
        }
        #expect(settled > 20, "too few configurations were settled to the end: \(settled)")
    }

    @Test("groups of every size count as they say", arguments: 1...7)
    func counting(count: Int) async throws {
        let names = (0..<count).map { "o\($0)" }
        for least in 0...count {
            for most in max(least, 1)...count {
                for parent in [nil, "parent"] {
                    let model = FeatureModel(
                        name: "m", options: names.map { .init($0) } + [.init("parent"), .init("other")],
                        groups: [.init("g", of: parent, names, least...most)])
                    let all = BruteForce(model)
                    let reasoner = try await Reasoned.make(model)
                    for taken in 0...most {
                        let choices = names.prefix(taken).map { Choice.take($0) }
                        let agreeing = all.valid.filter { $0.agrees(with: choices) }
                        let standing = try #require(try await reasoner.standing(choices))
                        check(standing, agreeing, model)
                        let refused = names.suffix(count - taken).map { Choice.refuse($0) }
                        let rest = all.valid.filter { $0.agrees(with: refused) }
                        let without = try await reasoner.standing(refused)
                        #expect((without == nil) == rest.isEmpty)
                        if let without { check(without, rest, model) }
                    }
                }
            }
        }
    }

    @Test("of a large group as many are taken as it says", arguments: [(65, 1), (200, 1), (200, 3), (200, 197)])
    func countingMany(count: Int, taken: Int) async throws {
        let names = (0..<count).map { "o\($0)" }
        let model = FeatureModel(
            name: "m", options: names.map { .init($0) }, groups: [.init("g", names, taken...taken)])
        let reasoner = try await Reasoned.make(model)
        #expect(reasoner.foundation?.taken == [])
        let almost = names.prefix(taken - 1).map { Choice.take($0) }
        let open = try #require(try await reasoner.standing(almost))
        #expect(names.dropFirst(taken - 1).allSatisfy { open[$0] == .possible })
        let full = try #require(try await reasoner.standing(almost + [.take(names[count - 1])]))
        #expect(full.isComplete && full.taken == names.prefix(taken - 1) + [names[count - 1]])
        let empty = try #require(try await reasoner.standing(names.suffix(count - taken).map { .refuse($0) }))
        #expect(empty.isComplete && empty.taken == Array(names.prefix(taken)))
        #expect(try await reasoner.standing(names.prefix(taken + 1).map { .take($0) }) == nil)
    }

    private func check(_ standing: Standing, _ agreeing: [BruteForce.Case], _ model: FeatureModel) {
        for option in model.options {
            let taking = agreeing.count { $0.options.contains(option.name) }
            switch standing[option.name] {
            case .possible: #expect(taking > 0 && taking < agreeing.count, "\(option.name) of \(model)")
            case .forced: #expect(taking == agreeing.count, "\(option.name) of \(model)")
            case .impossible: #expect(taking == 0, "\(option.name) of \(model)")
            case nil: Issue.record("\(option.name) has no state")
            }
        }
        for parameter in model.parameters {
            let values = agreeing.compactMap { $0.parameters[parameter.name] }
            #expect(standing.bounds(of: parameter.name)?.lowest == values.min())
            #expect(standing.bounds(of: parameter.name)?.highest == values.max())
        }
    }

    @Test("who decided is the buyer, the model or a choice's consequence", arguments: 0..<2)
    func deciders(part: Int) async throws {
        var chance = Chance(UInt64(200 + part))
        for _ in 0..<150 {
            let model = chance.model()
            let all = BruteForce(model)
            let reasoner = try await Reasoned.make(model)
            let choices = chance.choices(model, 2)
            guard let standing = try await reasoner.standing(choices) else { continue }
            for option in model.options {
                let decider: Standing.Decider
                switch standing[option.name] {
                case .forced(let by): decider = by
                case .impossible(let by): decider = by
                default: continue
                }
                let isChosen = choices.contains(.take(option.name)) || choices.contains(.refuse(option.name))
                let counts = all.valid.count { $0.options.contains(option.name) }
                let isOfModel = counts == 0 || counts == all.valid.count
                switch decider {
                case .buyer: #expect(isChosen)
                case .model: #expect(isOfModel && !isChosen)
                case .consequence: #expect(!isOfModel && !isChosen, "\(option.name) of \(model), \(choices)")
                }
            }
        }
    }

    @Test("explanations can't hold, and can as soon as any part is left out", arguments: 0..<4)
    func explanations(part: Int) async throws {
        var chance = Chance(UInt64(300 + part))
        var explained = 0
        for _ in 0..<250 {
            let model = chance.model()
            let all = BruteForce(model)
            let reasoner = try await Reasoned.make(model)
            let choices = chance.choices(model, 3)
            let wish = chance.part(70) ? chance.choice(model) : nil
            let kept = choices + (wish.map { [$0] } ?? [])
            let explanation = try await reasoner.explain(choices, wish: wish)
            let isPossible = all.valid.contains { $0.agrees(with: kept) }
            #expect((explanation == nil) == isPossible, "\(model) \(kept)")
            guard let explanation else { continue }
            explained += 1
            #expect(!all.canHold(explanation.reasons, wish: wish), "\(model) \(kept) \(explanation)")
            for place in explanation.reasons.indices {
                var less = explanation.reasons
                less.remove(at: place)
                #expect(all.canHold(less, wish: wish), "\(model) \(kept) \(explanation)")
            }
        }
        #expect(explained > 50, "too few contradictions by chance: \(explained)")
    }

    @Test("repairs are all minimal sets that repair, smallest first", arguments: 0..<4)
    func repairs(part: Int) async throws {
        var chance = Chance(UInt64(400 + part))
        var repaired = 0
        for _ in 0..<250 {
            let model = chance.model()
            let all = BruteForce(model)
            let reasoner = try await Reasoned.make(model)
            let choices = chance.choices(model, 5)
            let wish = chance.part(70) ? chance.choice(model) : nil
            let expected = all.repairs(for: wish, among: choices)
            let repairs = try await reasoner.repairs(for: wish, among: choices, limit: 50)
            #expect((repairs == nil) == (expected == [[]]), "\(model) \(choices) \(String(describing: wish))")
            guard let repairs else { continue }
            repaired += expected.isEmpty ? 0 : 1
            #expect(Set(repairs.ways.map(\.dropped)) == Set(expected), "\(model) \(choices)")
            #expect(repairs.ways.map(\.dropped.count) == expected.map(\.count).sorted())
            #expect(!repairs.hasMore)
            if expected.count > 1 {
                let first = try #require(try await reasoner.repairs(for: wish, among: choices, limit: 1))
                #expect(first.ways.count == 1 && first.hasMore)
                #expect(first.ways[0].dropped.count == expected[0].count)
            }
        }
        #expect(repaired > 50, "too few repairs by chance: \(repaired)")
    }

    @Test("completions are valid, agree with the choices, and nothing is cheaper or nearer", arguments: 0..<4)
    func completions(part: Int) async throws {
        var chance = Chance(UInt64(500 + part))
        for _ in 0..<200 {
            let model = chance.model()
            let all = BruteForce(model)
            let reasoner = try await Reasoned.make(model)
            let choices = chance.choices(model, 2)
            let agreeing = all.valid.filter { $0.agrees(with: choices) }
            let costs = (0..<(1 + chance.below(6))).map { _ -> Cost in
                let amount = chance.below(41) - 20
                if !model.parameters.isEmpty, chance.part(30) {
                    return .perUnit(parameter: model.parameters[chance.below(model.parameters.count)].name, amount)
                }
                return .condition(chance.condition(model, chance.below(3)), amount)
            }
            let cheap = try await reasoner.complete(choices, .cheapest(costs), within: .seconds(30))
            check(cheap, agreeing) { at in costs.reduce(0) { $0 + Self.cost($1, at) } }

            let defaults = Set(model.options.map(\.name).filter { _ in chance.part(50) })
            let values = Dictionary(uniqueKeysWithValues: model.parameters.map {
                ($0.name, $0.values[chance.below($0.values.count)])
            })
            let near = try await reasoner.complete(
                choices, .nearest(options: defaults, parameters: values), within: .seconds(30))
            check(near, agreeing) { at in
                model.parameters.reduce(at.options.symmetricDifference(defaults).count) { sum, parameter in
                    let (mine, wanted) = (at.parameters[parameter.name] ?? 0, values[parameter.name] ?? 0)
                    return sum + abs(mine - wanted) / parameter.step
                }
            }
        }
    }

    private static func cost(_ cost: Cost, _ at: BruteForce.Case) -> Int {
        switch cost {
        case .condition(let condition, let amount): condition.holds(taking: at.options, at.parameters) ? amount : 0
        case .perUnit(let name, let amount): amount * (at.parameters[name] ?? 0)
        }
    }

    private func check(
        _ completion: Completion?, _ agreeing: [BruteForce.Case], _ cost: (BruteForce.Case) -> Int
    ) {
        #expect((completion == nil) == agreeing.isEmpty)
        guard let completion else { return }
        let same = agreeing.first { $0.options == completion.options && $0.parameters == completion.parameters }
        #expect(same != nil, "a completion is valid and agrees with the choices")
        #expect(same.map(cost) == completion.cost)
        #expect(completion.isOptimal)
        #expect(completion.cost == agreeing.map(cost).min())
    }

    @Test("the diagnosis is what leaving each rule out says", arguments: 0..<2)
    func diagnosis(part: Int) async throws {
        var chance = Chance(UInt64(600 + part))
        var redundant = 0
        for _ in 0..<200 {
            let model = chance.model()
            let all = BruteForce(model)
            let diagnosis = try await Reasoned.make(model).diagnose()
            guard !all.valid.isEmpty else {
                let reasons = try #require(diagnosis.contradiction).reasons
                #expect(!all.canHold(reasons, wish: nil))
                continue
            }
            let taking = model.options.map { option in all.valid.count { $0.options.contains(option.name) } }
            #expect(diagnosis.dead == zip(model.options, taking).filter { $1 == 0 }.map(\.0.name))
            #expect(diagnosis.always == zip(model.options, taking).filter { $1 == all.valid.count }.map(\.0.name))
            let follow = model.rules.map(\.name).filter { name in !all.cases.contains { $0.broken == [.rule(name)] } }
            #expect(diagnosis.redundant == follow, "\(model)")
            #expect(diagnosis.undecided.isEmpty)
            redundant += follow.count
        }
        #expect(redundant > 20)
    }

    @Test("a model written as UVL and read again has the same configurations", arguments: 0..<2)
    func roundTrip(part: Int) throws {
        var chance = Chance(UInt64(700 + part))
        var written = 0
        for _ in 0..<400 {
            let model = chance.model()
            let text: String
            do { text = try UVLWriter.write(model) } catch { continue }
            written += 1
            let again = try UVLReader.read(text)
            let names = Set(model.options.map(\.name))
            let extra = Set(again.options.map(\.name)).subtracting(names)
            for one in BruteForce(model).cases {
                let faults = again.faults(in: one.options.union(extra), one.parameters)
                #expect(faults.isEmpty == one.broken.isEmpty, "\(text)")
            }
            #expect(try UVLWriter.write(again) == text)
        }
        #expect(written > 40, "too few models by chance are trees: \(written)")
    }
}
