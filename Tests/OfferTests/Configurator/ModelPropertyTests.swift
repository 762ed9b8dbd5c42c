import Storage
import Supply
import Testbed
import Testing
import Values

@testable import Offer

/// Models made up from a seed, small enough to try every selection of.
@Suite("Models made up by chance")
struct ModelPropertyTests {
    private struct Chance {
        let source: SeededChance

        func below(_ limit: Int) -> Int { Int(source.next() % UInt64(limit)) }

        func some<Element>(_ elements: [Element], _ count: Int) -> [Element] {
            var rest = elements
            return (0..<min(count, rest.count)).map { _ in rest.remove(at: below(rest.count)) }
        }
    }

    private static func model(_ seed: UInt64) -> ModelDocument {
        let chance = Chance(source: SeededChance(seed))
        var groups: [ConfigurationModel.Group] = []
        var ids: [ID<ConfigurationModel.Option>] = []
        for number in 0..<(2 + chance.below(3)) {
            let options = (0..<(1 + chance.below(3))).compactMap { ID<ConfigurationModel.Option>("o\(number)-\($0)") }
            ids += options
            let maximum = 1 + chance.below(options.count)
            let minimum = chance.below(maximum + 1)
            let chosen = minimum > 0 && chance.below(2) == 0 ? chance.some(options, minimum) : []
            groups.append(ConfigurationModel.Group(
                id: ID("g\(number)") ?? "g", name: Texts(en: "g"), minimum: minimum, maximum: maximum,
                options: options.map { ConfigurationModel.Option(id: $0, name: Texts(en: "o"), prices: []) },
                default: chosen))
        }
        let rules = (0..<chance.below(6)).map { _ in
            let option = ids[chance.below(ids.count)]
            let others = chance.some(ids.filter { $0 != option }, 1 + chance.below(2))
            return ConfigurationModel.Rule(
                chance.below(2) == 0 ? .requires : .excludes, option, others, message: Texts(en: "rule"))
        }
        return ModelDocument(groups: groups, rules: rules.filter { !$0.others.isEmpty })
    }

    private static func selections(of document: ModelDocument) -> [Set<ID<ConfigurationModel.Option>>] {
        let ids = document.groups.flatMap(\.options).map(\.id)
        return (0..<(1 << ids.count)).map { bits in
            Set(ids.indices.filter { bits >> $0 & 1 == 1 }.map { ids[$0] })
        }
    }

    /// What valid means, said as plainly as it can be.
    private static func isValid(_ chosen: Set<ID<ConfigurationModel.Option>>, in document: ModelDocument) -> Bool {
        document.groups.allSatisfy { group in
            let count = group.options.count { chosen.contains($0.id) }
            return group.minimum <= count && count <= group.maximum
        } && document.rules.allSatisfy { rule in
            guard let option = rule.option, chosen.contains(option) else { return true }
            let others = rule.others.filter(chosen.contains)
            return rule.kind == .requires ? !others.isEmpty : others.isEmpty
        }
    }

    private static func withDefaults(
        _ chosen: Set<ID<ConfigurationModel.Option>>, in document: ModelDocument
    ) -> Set<ID<ConfigurationModel.Option>> {
        var filled = chosen
        for group in document.groups where group.minimum > 0 && group.options.allSatisfy({ !chosen.contains($0.id) }) {
            filled.formUnion(group.default)
        }
        return filled
    }

    private static let sphere = ConfigurationModel.Sphere(market: "DE", day: Day(number: 20_000))

    private static let seeds: [UInt64] = [1, 2, 3, 4]

    @Test("a check says valid where trying the rules one by one says so, of every selection", arguments: seeds)
    func verdicts(seed: UInt64) throws {
        var (valid, invalid) = (0, 0)
        for number in 0..<60 {
            let document = Self.model(seed << 32 | UInt64(number))
            let model = CompiledModel(document)
            for selection in Self.selections(of: document) {
                let filled = Self.withDefaults(selection, in: document)
                let expected = Self.isValid(filled, in: document)
                let verdict = model.check(try #require(Choices(selection)), in: Self.sphere)
                if verdict.isValid != expected {
                    Issue.record("model \(number): \(selection.sorted()) is \(expected ? "" : "not ")valid; \(verdict)")
                }
                if Set(verdict.taken.map { model.options[$0].option.id }) != filled {
                    Issue.record("model \(number): \(selection.sorted()) took \(verdict.taken)")
                }
                if expected { valid += 1 } else { invalid += 1 }
            }
        }
        #expect(valid > 500 && invalid > 500, "\(valid) valid, \(invalid) not")
    }

    @Test("a report names just what no valid selection has, and what each has", arguments: seeds)
    func reports(seed: UInt64) async throws {
        var outcomes: [String: Int] = [:]
        for number in 0..<60 {
            let document = Self.model(seed << 32 | UInt64(number))
            let valid = Self.selections(of: document).filter { Self.isValid($0, in: document) }
            let ids = document.groups.flatMap(\.options).map(\.id)
            let report = try await ModelReport.of(CompiledModel(document), in: Self.sphere, with: .ofTests)
            #expect((report.contradiction != nil) == valid.isEmpty, "model \(number)")
            let dead = ids.filter { id in !valid.isEmpty && !valid.contains { $0.contains(id) } }
            let always = ids.filter { id in !valid.isEmpty && valid.allSatisfy { $0.contains(id) } }
            #expect(report.neverChosen == dead, "model \(number)")
            #expect(report.alwaysChosen == always, "model \(number)")
            for rule in report.redundant {
                let rest = ModelDocument(
                    groups: document.groups,
                        rules: document.rules.enumerated().filter { $0.offset != rule.number }.map(\.element))
                let without = Self.selections(of: document).filter { Self.isValid($0, in: rest) }
                #expect(without == valid, "model \(number), rule \(rule.number)")
            }
            outcomes[valid.isEmpty ? "impossible" : dead.isEmpty ? "fine" : "dead", default: 0] += 1
            outcomes["redundant", default: 0] += report.redundant.count
        }
        #expect(outcomes.count == 4, "\(outcomes)")
    }

    @Test("an option stands as impossible just where no valid selection has it beside the choices", arguments: seeds)
    func standings(seed: UInt64) async throws {
        var states: [CompiledModel.Standing.State: Int] = [:]
        for number in 0..<40 {
            let document = Self.model(seed << 32 | UInt64(number))
            let valid = Self.selections(of: document).filter { Self.isValid($0, in: document) }
            guard !valid.isEmpty else { continue }
            let model = CompiledModel(document)
            let reasoner = try await Reasoners.ofTests.reasoner(for: model, in: Self.sphere)
            for selection in Self.selections(of: document) where selection.count <= 2 {
                let choices = try #require(Choices(selection))
                let found = try await Deliberating(
                    model: model, reasoner: reasoner, sphere: Self.sphere, choices: choices,
                    verdict: model.check(choices, in: Self.sphere)).deliberate()
                let canHold = valid.contains { $0.isSuperset(of: selection) }
                #expect((found.conflict == nil) == canHold, "model \(number): \(selection.sorted())")
                if let conflict = found.conflict { try Self.expectRepair(conflict, of: selection, among: valid) }
                guard canHold else { continue }
                for standing in found.standings { states[standing.state, default: 0] += 1 }
                for standing in found.standings where standing.state != .chosen && standing.state != .byDefault {
                    let place = model.options[standing.option]
                    var rest = selection
                    if document.groups[place.group].maximum == 1 {
                        rest.subtract(document.groups[place.group].options.map(\.id))
                    }
                    let isPossible = valid.contains { $0.isSuperset(of: rest.union([place.option.id])) }
                    let what = "model \(number): \(selection.sorted()) \(standing)"
                    if standing.state == .impossible { #expect(!isPossible, "\(what)") }
                    if standing.state == .possible { #expect(isPossible, "\(what)") }
                    if let chosen = standing.chosen, standing.state == .needsMore {
                        #expect(valid.contains { $0.isSuperset(of: chosen.options) }, "\(what)")
                    }
                    if let conflict = standing.conflict {
                        try Self.expectRepair(conflict, of: rest, beside: place.option.id, among: valid)
                    }
                }
            }
        }
        #expect(states.count == 5, "\(states)")
    }

    /// Dropping what the first way says makes room, and nothing smaller does.
    private static func expectRepair(
        _ conflict: Deliberation.Conflict, of selection: Set<ID<ConfigurationModel.Option>>,
        beside wish: ID<ConfigurationModel.Option>? = nil, among valid: [Set<ID<ConfigurationModel.Option>>]
    ) throws {
        func fits(_ kept: Set<ID<ConfigurationModel.Option>>) -> Bool {
            valid.contains { $0.isSuperset(of: kept.union(wish.map { [$0] } ?? [])) }
        }
        let smallest = selection.isEmpty ? nil : (1...selection.count).first { count in
            Self.subsets(of: Array(selection), count).contains { fits(selection.subtracting($0)) }
        }
        #expect(conflict.ways.first?.count == smallest)
        for way in conflict.ways { #expect(fits(selection.filter { !way.contains($0.text) })) }
    }

    private static func subsets<Element>(of list: [Element], _ count: Int) -> [[Element]] {
        guard count > 0 else { return [[]] }
        return list.indices.flatMap { first in
            subsets(of: Array(list[(first + 1)...]), count - 1).map { [list[first]] + $0 }
        }
    }

    @Test("compiled models are kept by what they say, and no more than the limit of them")
    func cache() async throws {
        let test = try await OfferShop()
        let sample = Product.estate
        let now = test.shop.now
        for number in 0..<(CompiledModels.limit + 5) {
            let id: ID<Product> = ID("car-\(number)") ?? "car"
            let version: Int? = try await test.shop.write { db in
                try Product(
                    id: id, kind: .configurable, category: nil, name: sample.name, description: sample.description,
                    taxClass: sample.taxClass, weightGrams: 0, capture: .atOrder, parts: [], state: .draft, version: 1
                ).add(in: db)
                let document = Self.model(UInt64(number) | 7 << 32)
                let draft = ConfigurationModel.Draft(product: id, version: 0, document: document)
                _ = try ConfigurationModel.publish(try draft.save(at: now, in: db), at: now, by: "test", in: db)
                let found = try CompiledModels.find(id, version: nil, in: db)
                #expect(found?.model.groups == document.groups)
                #expect(try CompiledModels.find(id, version: 1, in: db)?.model.rules == document.rules)
                return found?.version
            }
            #expect(version == 1)
        }
        #expect(CompiledModels.count == CompiledModels.limit)
    }
}
