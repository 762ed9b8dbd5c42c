import Reasoning
import SolverCaDiCaL
import Testing

@Suite("Models and questions with faults")
struct FaultTests {
    static func refusal(_ model: FeatureModel) async -> String {
        do {
            _ = try await Reasoned.make(model)
            return "none"
        } catch { return "\(error)" }
    }

    @Test("a fault names what it is in and what it is")
    func faults() async {
        let a = FeatureModel.Option("a")
        func model(
            _ groups: [FeatureModel.Group] = [], _ parameters: [FeatureModel.Parameter] = [],
            _ rules: [FeatureModel.Rule] = [], options: [FeatureModel.Option] = [a]
        ) -> FeatureModel {
            FeatureModel(name: "m", options: options, groups: groups, parameters: parameters, rules: rules)
        }
        var turned = FeatureModel.Parameter("p", 1...2)
        turned.maximum = 0
        var full = FeatureModel.Group("g", ["a"], 0...1)
        full.minimum = 2
        let deep = (0..<150).reduce(Condition.option("a")) { inner, _ in .not(inner) }
        for (model, sentence) in [
            (model(options: [a, a]), "Option a has a name that is given twice."),
            (model([.init("g", [], 0...0)]), "Group g has no options."),
            (model([.init("g", ["b"], 0...1)]), "Group g names b, which is no option of the model."),
            (model([.init("g", ["a", "a"], 0...1)]), "Group g names a twice."),
            (model([full]), "Group g wants from 2 to 1 of 1 options, which can't be."),
            (model([], [turned]), "Parameter p has no values between its minimum and maximum."),
            (model([], [.init("p", 0...1_000_000)]), "Parameter p has more values than 10000."),
            (model([], [], [.init("r", .option("x"))]), "Rule r names x, which is no option of the model."),
            (model([], [], [.init("r", .compare(.parameter("x"), .less, .number(1)))]),
             "Rule r names x, which is no parameter of the model."),
            (model([], [], [.init("r", .option("a")), .init("r", .option("a"))]),
             "Rule r has a name that is given twice."),
            (model([], [], [.init("r", deep)]), "Rule r has more levels of nesting than 100."),
            (model([], [], [.init("r", .compare(.number(Int.min), .less, .number(1)))]),
             "Rule r has more in a number than 50000000."),
        ] {
            let said = await Self.refusal(model)
            #expect(said == sentence)
        }
        let unknown = await Self.asked { try await $0.standing([.take("x")]) != nil }
        #expect(unknown == "A choice names x, which is no option of the model.")
        let cost = await Self.asked { try await $0.complete([], .cheapest([.condition(.option("x"), 1)])) != nil }
        #expect(cost == "Cost 1 names x, which is no option of the model.")
    }

    private static func asked(_ question: (Reasoner) async throws -> Bool) async -> String {
        do { return "\(try await question(try await Reasoned.make(CarTests.car)))" } catch { return "\(error)" }
    }

    @Test("includes that contradict each other make their option dead, and the model says so")
    func contradictoryIncludes() async throws {
        let model = FeatureModel(
            name: "m", options: [.init("a"), .init("b"), .init("c")],
            rules: [
                .init("a-includes-b", .implies(.option("a"), .option("b"))),
                .init("a-includes-c", .implies(.option("a"), .option("c"))),
                .init("not-both", .not(.all([.option("b"), .option("c")]))),
            ])
        let reasoner = try await Reasoned.make(model)
        #expect(try await reasoner.diagnose().dead == ["a"])
        let why = try #require(try await reasoner.explain([], wish: .take("a")))
        #expect(Set(why.rules) == ["a-includes-b", "a-includes-c", "not-both"])
        #expect(try await reasoner.repairs(for: .take("a"), among: [.take("b")])?.ways == [])
    }

    @Test("100,000 options in one group are reasoned about; more than may be are refused")
    func large() async throws {
        for (count, range) in [(100_000, 0...100_000), (1_000, 1...1), (100_000, 1...1)] {
            let names = (0..<count).map { "o\($0)" }
            let model = FeatureModel(name: "m", options: names.map { .init($0) }, groups: [.init("g", names, range)])
            let reasoner = try await Reasoned.make(model)
            let standing = try #require(try await reasoner.standing([.take("o500")]))
            #expect(standing["o501"] == (range == 1...1 ? .impossible(.consequence(nil)) : .possible)
                || standing["o501"] == .impossible(.consequence(.group("g"))))
        }
        let names = (0..<100_000).map { "o\($0)" }
        let counted = FeatureModel(
            name: "m", options: names.map { .init($0) }, groups: [.init("g", names, 2...50_000)])
        let refused = await Self.refusal(counted)
        #expect(refused == "Group g has more steps of counting than 1000000.")
        let many = (0...ModelLimits.options).map { FeatureModel.Option("o\($0)") }
        let said = await Self.refusal(FeatureModel(name: "m", options: many))
        #expect(said == "The model has more options than 200000.")
    }

    @Test("what can't be proven in time is too hard, soon after the budget, and the next question is answered")
    func tooHard() async throws {
        // Fourteen pigeons in thirteen holes: short to say, and beyond every solver that works by resolution.
        let (pigeons, holes) = (14, 13)
        func name(_ pigeon: Int, _ hole: Int) -> String { "p\(pigeon)h\(hole)" }
        var model = FeatureModel(name: "pigeons", options: [.init("crowd")])
        for pigeon in 0..<pigeons {
            let places = (0..<holes).map { name(pigeon, $0) }
            model.options += places.map { .init($0) }
            model.groups.append(.init("pigeon \(pigeon)", of: "crowd", places, 1...holes))
        }
        for hole in 0..<holes {
            model.groups.append(.init("hole \(hole)", (0..<pigeons).map { name($0, hole) }, 0...1))
        }
        var failure: Unanswered?
        let crowded = model
        let time = await ContinuousClock().measure {
            do throws(Unanswered) {
                _ = try await Reasoner.make(
                    crowded, source: CaDiCaL(), threads: Reasoned.threads, deriving: .milliseconds(300),
                    log: Reasoned.log)
            } catch { failure = error }
        }
        #expect(failure == .tooHard(after: .milliseconds(300)))
        #expect(time < .seconds(20))
        let car = try await Reasoned.make(CarTests.car)
        #expect(try await car.isExtensible([.take("petrol")]))
    }

    @Test("what was assumed for a question without time isn't assumed for the next one")
    func leftovers() {
        let solver = CaDiCaL().makeSolver()
        let clause: [Int32] = [1, 2]
        clause.withUnsafeBufferPointer { solver.add($0) }
        solver.assume(-1)
        solver.assume(-2)
        _ = solver.solve(until: .now - .seconds(1))
        #expect(solver.solve(until: .now + .seconds(20)) == .satisfiable)
    }
}
