import Storage
import Values
import Web

/// A model as staff write and a version keeps it.
package struct ModelDocument: Hashable, Sendable {
    package let groups: [ConfigurationModel.Group]
    package let rules: [ConfigurationModel.Rule]
    package let parameters: [ConfigurationModel.Parameter]
    package let effects: [ConfigurationModel.Effect]
    package let packs: [ConfigurationModel.Pack]

    static let empty = Self(groups: [], rules: [])

    package init(
        groups: [ConfigurationModel.Group], rules: [ConfigurationModel.Rule],
        parameters: [ConfigurationModel.Parameter] = [], effects: [ConfigurationModel.Effect] = [],
        packs: [ConfigurationModel.Pack] = []
    ) {
        self.groups = groups
        self.rules = rules
        self.parameters = parameters
        self.effects = effects
        self.packs = packs
    }

    private typealias Fault = Problem.Fault

    /// All that is wrong with it, by JSON pointer. Prices are looked at when it is published.
    func faults(
        of product: ID<Product>, in sphere: ConfigurationModel.Sphere, in db: any Transaction
    ) throws -> [Problem.Fault] {
        let stored = try itemFaults(in: db) + pictureFaults(of: product, in: db)
        let faults = faults
        guard faults.isEmpty else { return faults + stored }
        let verdict = CompiledModel(self).check(.none, in: sphere)
        let broken = verdict.broken.map { Fault("#/rules/\($0)", "is broken by the defaults alone") }
        return broken + stored
    }

    /// All that is wrong with it in itself.
    var faults: [Problem.Fault] {
        groupFaults + optionFaults
            + groups.enumerated().flatMap { Self.countFaults($1, at: "#/groups/\($0)") }
            + groups.enumerated().flatMap { Self.defaultFaults($1, at: "#/groups/\($0)") }
            + nestingFaults + parameterFaults + ruleFaults + effectFaults + packFaults
    }

    /// What its options show.
    var pictures: Set<ID<Picture>> { Set(groups.flatMap(\.options).compactMap(\.picture)) }

    /// What has no price in a currency that something else has one in.
    var priceFaults: [Problem.Fault] {
        let priced = places.map { ($0.pointer, $0.option.prices) } + pricedElsewhere
        let currencies = Set(priced.flatMap(\.1).map(\.currency)).sorted { $0.code < $1.code }
        return priced.compactMap { place, prices in
            let missing = currencies.filter { currency in !prices.contains { $0.currency == currency } }.map(\.code)
            guard !missing.isEmpty || currencies.isEmpty else { return nil }
            let names = currencies.isEmpty ? "any currency" : missing.joined(separator: ", ")
            return Fault("\(place)/prices", "has no price in \(names); 0 is one")
        }
    }

    /// What costs something beside options.
    private var pricedElsewhere: [(String, [Money])] {
        effects.enumerated().filter { !$1.prices.isEmpty }.map { ("#/effects/\($0)", $1.prices) }
            + packs.enumerated().map { ("#/packs/\($0)", $1.prices) }
    }

    /// Every option with its pointer.
    private var places: [(pointer: String, option: ConfigurationModel.Option)] {
        groups.enumerated().flatMap { group, value in
            value.options.enumerated().map { ("#/groups/\(group)/options/\($0)", $1) }
        }
    }

    private var groupFaults: [Problem.Fault] {
        var faults: [Problem.Fault] = []
        var seen = Set<ID<ConfigurationModel.Group>>()
        for (number, group) in groups.enumerated() where !seen.insert(group.id).inserted {
            faults.append(Fault("#/groups/\(number)/id", "is another group's id"))
        }
        if groups.filter({ $0.under == nil }).map(\.minimum).reduce(0, +) > Choices.limit {
            faults.append(Fault("#/groups", "want more than \(Choices.limit) options in all"))
        }
        return faults
    }

    private var optionFaults: [Problem.Fault] {
        var faults: [Problem.Fault] = []
        var seen = Set<ID<ConfigurationModel.Option>>()
        for (pointer, option) in places {
            if !seen.insert(option.id).inserted { faults.append(Fault("\(pointer)/id", "is another option's id")) }
            var currencies = Set<Currency>()
            for (number, price) in option.prices.enumerated() where !currencies.insert(price.currency).inserted {
                faults.append(Fault("\(pointer)/prices/\(number)", "is a second price in \(price.currency.code)"))
            }
            if option.layer != nil, option.picture == nil {
                faults.append(Fault("\(pointer)/layer", "is the place of a picture, and there is none"))
            }
        }
        if places.count > ConfigurationModel.optionLimit {
            faults.append(Fault("#/groups", "have more than \(ConfigurationModel.optionLimit) options in all"))
        }
        return faults
    }

    private static func countFaults(_ group: ConfigurationModel.Group, at pointer: String) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if group.minimum > group.maximum { faults.append(Fault("\(pointer)/minimum", "is more than the maximum")) }
        if group.minimum > group.options.count {
            faults.append(Fault("\(pointer)/minimum", "is more than the group has options"))
        }
        return faults
    }

    private static func defaultFaults(_ group: ConfigurationModel.Group, at pointer: String) -> [Problem.Fault] {
        guard !group.default.isEmpty else { return [] }
        var faults: [Problem.Fault] = []
        var seen = Set<ID<ConfigurationModel.Option>>()
        for (number, option) in group.default.enumerated() {
            if !seen.insert(option).inserted {
                faults.append(Fault("\(pointer)/default/\(number)", "stands there twice"))
            } else if !group.options.contains(where: { $0.id == option }) {
                faults.append(Fault("\(pointer)/default/\(number)", "is no option of this group"))
            }
        }
        if group.minimum == 0 {
            faults.append(Fault("\(pointer)/default", "has no place in a group that may stay empty"))
        } else if group.default.count < group.minimum || group.default.count > group.maximum {
            faults.append(Fault("\(pointer)/default", "must have \(group.minimum) to \(group.maximum) options"))
        }
        return faults
    }

    private func itemFaults(in db: any Transaction) throws -> [Problem.Fault] {
        try places.flatMap { try Part.faults(of: $0.option.parts, at: "\($0.pointer)/parts", in: db) }
            + effects.enumerated().flatMap { try Part.faults(of: $1.parts, at: "#/effects/\($0)/parts", in: db) }
    }

    private func pictureFaults(of product: ID<Product>, in db: any Transaction) throws -> [Problem.Fault] {
        guard !pictures.isEmpty else { return [] }
        let hung = Set(try Picture.forOptions(of: product, in: db).map(\.picture))
        return places.compactMap { pointer, option in
            guard let picture = option.picture, !hung.contains(picture) else { return nil }
            return Fault("\(pointer)/picture", "is no picture that hangs at this product for its options")
        }
    }
}
