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

    @Test("publishing refuses a model exactly where no selection is valid, or an option in none", arguments: seeds)
    func searches(seed: UInt64) throws {
        var outcomes: [String: Int] = [:]
        for number in 0..<150 {
            let document = Self.model(seed << 32 | UInt64(number))
            let valid = Self.selections(of: document).filter { Self.isValid($0, in: document) }
            let choosable = valid.reduce(into: Set()) { $0.formUnion($1) }
            let dead = document.groups.flatMap(\.options).map(\.id).filter { !choosable.contains($0) }
            let expected: ConfigurationModel.Refusal? =
                valid.isEmpty ? .impossible : dead.isEmpty ? nil : .neverChosen(dead)
            var found: ConfigurationModel.Refusal?
            do { try ModelSearch.check(CompiledModel(document)) } catch { found = error }
            #expect(found == expected, "model \(number)")
            outcomes[valid.isEmpty ? "impossible" : dead.isEmpty ? "fine" : "dead", default: 0] += 1
        }
        #expect(outcomes.count == 3, "\(outcomes)")
    }

    @Test("a search that takes too long gives up")
    func bounded() {
        // Ten pigeons, nine holes: the counting argument that such a search can't see (Haken, 1985).
        let holes = 9
        let groups = (0...holes).map { pigeon in
            ConfigurationModel.Group(
                id: ID("p\(pigeon)") ?? "p", name: Texts(en: "p"), minimum: 1, maximum: 1,
                options: (0..<holes).map { hole in
                    ConfigurationModel.Option(id: ID("p\(pigeon)-\(hole)") ?? "o", name: Texts(en: "o"), prices: [])
                })
        }
        let rules = (0...holes).flatMap { pigeon in
            (0..<holes).map { hole in
                let others = groups.filter { $0.id != groups[pigeon].id }.map { $0.options[hole].id }
                return ConfigurationModel.Rule(
                    .excludes, groups[pigeon].options[hole].id, others, message: Texts(en: "taken"))
            }
        }
        let model = CompiledModel(ModelDocument(groups: groups, rules: rules))
        #expect(throws: ConfigurationModel.Refusal.tooIntricate(stepLimit: 1_000_000)) {
            try ModelSearch.check(model, stepLimit: 1_000_000)
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
