import Trade
import Values

/// The configuration model of a demo car, as clients write it.
struct DemoModel {
    private let groups: [Group]
    private let rich: DemoRichness
    /// The pictures that hang at the car, by the option that shows them.
    private let pictures: [String: String]

    private struct Group {
        let id: String
        let name: Texts
        let range: ClosedRange<Int>
        let options: [DemoOption]
        var under: String?

        /// A group that must be answered begins with its usual answer.
        var standard: [DemoOption] { range.lowerBound > 0 ? Array(options.prefix(1)) : [] }
    }

    init(_ car: DemoCar, pictures: [String: String] = [:]) {
        self.pictures = pictures
        let extras = DemoOption.extras(of: car)
        rich = DemoRichness(car)
        groups = [
            Group(
                id: "engine", name: Texts(en: "Engine", de: "Antrieb"), range: 1...1,
                options: car.engines.compactMap { id in DemoOption.engines.first { $0.id == id } }),
            Group(id: "paint", name: Texts(en: "Paint", de: "Lackierung"), range: 1...1, options: DemoOption.paints),
            Group(
                id: "wheels", name: Texts(en: "Wheels", de: "Räder"), range: 1...1,
                options: car.engines.first.map { $0 == "diesel-150" } == true
                    ? Array(DemoOption.wheels.dropFirst()) : DemoOption.wheels),
            Group(
                id: "interior", name: Texts(en: "Interior", de: "Innenausstattung"), range: 1...1,
                options: DemoOption.interiors),
            Group(
                id: "extras", name: Texts(en: "Extra equipment", de: "Sonderausstattung"), range: 0...extras.count,
                options: extras),
        ] + rich.groups.map { Group(id: $0.id, name: $0.name, range: 1...1, options: $0.options, under: $0.under) }
    }

    /// Swiss prices follow the euro's, rounded up to 10 francs.
    static func francs(_ euros: Int64) -> Money { Money((euros * 97 / 100 + 999) / 1000 * 1000, .CHF) }

    var options: [DemoOption] { groups.flatMap(\.options) }

    var json: JSON {
        [
            "groups": .array(groups.map(json)), "rules": .array(rules + rich.rules),
                "parameters": .array(rich.parameters),
            "effects": .array(rich.effects), "packs": .array(rich.packs),
        ]
    }

    private func json(_ group: Group) -> JSON {
        [
            "id": .string(group.id), "name": group.name.json, "minimum": .integer(Int64(group.range.lowerBound)),
            "maximum": .integer(Int64(group.range.upperBound)), "options": .array(group.options.map(json)),
            "default": .array(group.standard.map { .string($0.id) }), "under": group.under.map(JSON.string) ?? .null,
        ]
    }

    private func json(_ option: DemoOption) -> JSON {
        var members: JSON.Object = [
            "id": .string(option.id), "name": option.name.json, "weightGrams": 0,
            "prices": [Money(option.euros, .EUR).json, Self.francs(option.euros).json],
            "parts": option.item.map { [["item": .string($0), "count": 1]] } ?? [],
        ]
        if let swatch = option.swatch { members.members.append(.init(name: "swatch", value: .string(swatch))) }
        if let picture = pictures[option.id], let sheet = option.sheet {
            members.members.append(.init(name: "picture", value: .string(picture)))
            members.members.append(.init(name: "layer", value: .integer(sheet.layer)))
        }
        return .object(members)
    }

    /// Those that are about this car's options.
    private var rules: [JSON] {
        let offered = Set(options.map(\.id))
        return DemoRule.all.compactMap { rule in
            let others = rule.others.filter(offered.contains)
            guard offered.contains(rule.option), !others.isEmpty else { return nil }
            return [
                "kind": .string(rule.requires ? "requires" : "excludes"), "option": .string(rule.option),
                "others": .array(others.map(JSON.string)), "message": rule.message.json,
            ]
        }
    }
}
