import Reasoning
import Testing

/// A small car, on which each question has an answer that can be seen.
@Suite("The reasoning of a small car")
struct CarTests {
    static let car = FeatureModel(
        name: "car",
        options: ["petrol", "electric", "towbar", "roofbox", "heated", "winter", "leather", "cloth"].map { .init($0) },
        groups: [
            .init("engine", ["petrol", "electric"], 1...1),
            .init("extras", ["towbar", "roofbox", "heated", "winter"], 0...3),
            .init("seats", ["leather", "cloth"], 1...1),
        ],
        parameters: [.init("places", 2...7)],
        rules: [
            .init("no-electric-towing", .not(.all([.option("electric"), .option("towbar")]))),
            .init("winter-includes-heating", .implies(.option("winter"), .option("heated"))),
            .init("heating-wants-leather", .implies(.option("heated"), .option("leather"))),
            .init("large-needs-petrol", .implies(
                .compare(.parameter("places"), .more, .number(5)), .option("petrol"))),
        ])

    @Test("A choice forces what rules make of it, and says by which")
    func forces() async throws {
        let car = try await Reasoned.make(Self.car)
        let standing = try #require(try await car.standing([.take("winter")]))
        #expect(standing["winter"] == .forced(.buyer))
        #expect(standing["heated"] == .forced(.consequence(.rule("winter-includes-heating"))))
        #expect(standing["leather"] == .forced(.consequence(.rule("heating-wants-leather"))))
        #expect(standing["cloth"] == .impossible(.consequence(.group("seats"))))
        #expect(standing["towbar"] == .possible)
        #expect(standing.bounds(of: "places") == .init(lowest: 2, highest: 7, decider: nil))
    }

    @Test("An option bounds a parameter, and a parameter decides an option")
    func parameters() async throws {
        let car = try await Reasoned.make(Self.car)
        let electric = try #require(try await car.standing([.take("electric")]))
        #expect(electric.bounds(of: "places")?.highest == 5)
        let large = try #require(try await car.standing([.set("places", 6)]))
        #expect(large["petrol"] == .forced(.consequence(.rule("large-needs-petrol"))))
        #expect(large.bounds(of: "places") == .init(lowest: 6, highest: 6, decider: .buyer))
    }

    @Test("What is impossible is explained by choices and rules, and repaired by dropping the fewest choices")
    func explains() async throws {
        let car = try await Reasoned.make(Self.car)
        let choices: [Choice] = [.take("roofbox"), .take("winter"), .set("places", 7)]
        let why = try #require(try await car.explain(choices, wish: .take("cloth")))
        #expect(why.choices == [.take("winter")])
        #expect(Set(why.rules) == ["winter-includes-heating", "heating-wants-leather"])
        let repairs = try #require(try await car.repairs(for: .take("cloth"), among: choices))
        #expect(repairs.ways.map(\.dropped) == [[.take("winter")]])
        let both = try #require(try await car.repairs(
            for: .take("electric"), among: choices + [.take("towbar"), .refuse("petrol")]))
        #expect(both.ways.map(\.dropped) == [[.set("places", 7), .take("towbar")]])
        let same = try #require(try await car.repairs(for: .take("winter"), among: [.refuse("winter")]))
        #expect(same.ways.map(\.dropped) == [[.refuse("winter")]])
        #expect(try await car.repairs(for: .take("cloth"), among: [.take("roofbox")]) == nil)
    }

    @Test("A click says what it changes, and nothing where it can't be")
    func clicks() async throws {
        let car = try await Reasoned.make(Self.car)
        let changes = try #require(try await car.consequences(from: [], to: [.take("electric")]))
        #expect(changes.options.map(\.name) == ["petrol", "electric", "towbar"])
        #expect(changes.parameters.map(\.name) == ["places"])
        let impossible = try await car.consequences(from: [.take("cloth")], to: [.take("cloth"), .take("winter")])
        #expect(impossible == nil, "cloth and winter")
    }

    @Test("A completion is nearest to the defaults, or the cheapest, with effects of pairs and of units")
    func completes() async throws {
        let car = try await Reasoned.make(Self.car)
        let near = try #require(try await car.complete(
            [.take("winter")], .nearest(options: ["electric", "cloth"], parameters: ["places": 4])))
        #expect(near.options == ["winter", "heated", "leather", "electric"])
        #expect(near.parameters == ["places": 4])
        #expect(near.isOptimal)
        let cheap = try #require(try await car.complete([], .cheapest([
            .condition(.option("electric"), 100), .condition(.option("leather"), 30),
            .condition(.all([.option("leather"), .option("roofbox")]), -50), .perUnit(parameter: "places", 7),
        ])))
        #expect(cheap.options.isSuperset(of: ["petrol", "leather", "roofbox"]))
        #expect(cheap.cost == 14 - 20)
        #expect(cheap.isOptimal)
    }

    @Test("An editor learns what is dead, what is always chosen and which rules say nothing new")
    func diagnoses() async throws {
        var model = Self.car
        model.rules += [
            .init("no-petrol", .not(.option("petrol"))),
            .init("winter-wants-leather", .implies(.option("winter"), .option("leather"))),
        ]
        let diagnosis = try await Reasoned.make(model).diagnose()
        #expect(diagnosis.contradiction == nil)
        #expect(diagnosis.dead == ["petrol", "towbar"])
        #expect(diagnosis.always == ["electric"])
        #expect(diagnosis.redundant == ["winter-wants-leather"])
        model.rules.append(.init("tow", .option("towbar")))
        let contradictory = try await Reasoned.make(model)
        #expect(contradictory.isContradictory)
        let why = try #require(try await contradictory.diagnose().contradiction)
        #expect(Set(why.reasons) == [
            .group("engine"), .rule("no-electric-towing"), .rule("no-petrol"), .rule("tow"),
        ])
        let none = try await contradictory.standing([])
        #expect(none == nil)
    }
}
