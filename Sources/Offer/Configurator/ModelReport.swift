import Reasoning
import Values
import Web

/// What an editor should know of a model before it is published.
package struct ModelReport: View, Equatable {
    /// Why nothing at all can be chosen; missing when something can.
    package let contradiction: Contradiction?
    /// Options that can be chosen nowhere and never.
    package let neverChosen: [ID<ConfigurationModel.Option>]
    /// Options that are taken whatever else is chosen.
    package let alwaysChosen: [ID<ConfigurationModel.Option>]
    /// Rules that say nothing the rest of the model doesn't say.
    package let redundant: [NumberedRule]
    /// Rules of which it couldn't be told in time whether they are redundant.
    package let undecided: [NumberedRule]
    /// Markets and days, beyond today in the shop's own country, in which nothing can be chosen.
    package let closed: [Place]

    /// Rules and groups of which none can be left out of the contradiction.
    package struct Contradiction: Codable, Hashable, Sendable {
        package let rules: [NumberedRule]
        package let groups: [ID<ConfigurationModel.Group>]
    }

    package struct NumberedRule: Codable, Hashable, Sendable {
        /// Its place in the model, counted from 0: `#/rules/3` is 3.
        package let number: Int
        package let rule: ConfigurationModel.Rule
    }

    package struct Place: Codable, Hashable, Sendable {
        package let market: Country
        package let day: Day
    }

    /// How many markets and days are looked at.
    static let sphereLimit = 24
    /// What looking through the model's rules may take, in each.
    private static let budget = Duration.seconds(5)

    /// Looks through a model for today in `home`, and for every market and later day of which its rules speak. Throws
    /// `ConfigurationModel.Refusal` when it couldn't be told in time whether anything can be chosen.
    static func of(
        _ model: CompiledModel, in home: ConfigurationModel.Sphere, with reasoners: Reasoners
    ) async throws(ConfigurationModel.Refusal) -> ModelReport {
        do throws(Unanswered) {
            let first = try await reasoners.reasoner(for: model, in: home).diagnose(within: budget)
            if let why = first.contradiction { return ModelReport(model, contradiction: why) }
            var found = [(diagnosis: first, isInForce: model.rulesInForce(in: home))]
            var closed: [Place] = []
            for sphere in model.spheres(beside: home) {
                let diagnosis = try await reasoners.reasoner(for: model, in: sphere).diagnose(within: budget)
                if diagnosis.contradiction == nil {
                    found.append((diagnosis, model.rulesInForce(in: sphere)))
                } else {
                    closed.append(Place(market: sphere.market, day: sphere.day))
                }
            }
            return ModelReport(model, found, closed)
        } catch {
            switch error {
            case .busy: throw .busy
            case .tooHard, .fault, .contradictory: throw .tooIntricate
            }
        }
    }

    private init(_ model: CompiledModel, contradiction why: Explanation) {
        contradiction = Contradiction(
            rules: why.rules.compactMap { Int($0) }.map { NumberedRule(number: $0, rule: model.rules[$0]) },
            groups: why.reasons.compactMap { reason in
                if case .group(let name) = reason { ID<ConfigurationModel.Group>(name) } else { nil }
            })
        (neverChosen, alwaysChosen, redundant, undecided, closed) = ([], [], [], [], [])
    }

    private init(_ model: CompiledModel, _ found: [(diagnosis: Diagnosis, isInForce: [Bool])], _ closed: [Place]) {
        let ids = model.options.map(\.option.id)
        let dead = found.map { Set($0.diagnosis.dead) }
        let always = found.map { Set($0.diagnosis.always) }
        contradiction = nil
        neverChosen = ids.filter { id in dead.allSatisfy { $0.contains(id.text) } }
        alwaysChosen = ids.filter { id in always.allSatisfy { $0.contains(id.text) } }
        func rules(_ isMeant: (Diagnosis, String) -> Bool) -> [NumberedRule] {
            model.rules.enumerated().filter { number, rule in
                let spheres = found.filter { $0.isInForce[number] && rule.consequence != nil }
                return !spheres.isEmpty && spheres.allSatisfy { isMeant($0.diagnosis, String(number)) }
            }.map { NumberedRule(number: $0, rule: $1) }
        }
        let redundant = rules { $0.redundant.contains($1) }
        self.redundant = redundant
        undecided = rules { $0.redundant.contains($1) || $0.undecided.contains($1) }
            .filter { !redundant.contains($0) }
        self.closed = closed
    }
}

extension CompiledModel {
    /// Markets and days on which other rules are in force than there and then: each combination of rules once.
    func spheres(beside home: ConfigurationModel.Sphere) -> [ConfigurationModel.Sphere] {
        // A market that no rule names stands for all of them.
        let named = Set(rules.flatMap { $0.markets ?? [] }).union([home.market])
        let markets = named.sorted() + (named.contains("ZZ") ? [] : ["ZZ"])
        let days = Set(rules.flatMap { [$0.from, $0.until.map { Day(number: $0.number + 1) }].compactMap(\.self) })
            .filter { $0 > home.day }.sorted()
        var seen: Set<[Bool]> = [rulesInForce(in: home)]
        var spheres: [ConfigurationModel.Sphere] = []
        for day in [home.day] + days {
            for market in markets where spheres.count < ModelReport.sphereLimit {
                let sphere = ConfigurationModel.Sphere(market: market, day: day)
                if seen.insert(rulesInForce(in: sphere)).inserted { spheres.append(sphere) }
            }
        }
        return spheres
    }
}
