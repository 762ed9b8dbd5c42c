import Supply
import Values
import Web

/// What may be wrong with rules, parameters and what hangs on them.
extension ModelDocument {
    private typealias Fault = Problem.Fault
    private typealias Option = ID<ConfigurationModel.Option>

    /// How deep groups may stand under each other's options.
    static let nestingLimit = 8

    private var groupOf: [ID<ConfigurationModel.Option>: ConfigurationModel.Group] {
        Dictionary(
            groups.flatMap { group in group.options.map { ($0.id, group) } }, uniquingKeysWith: { first, _ in first })
    }

    /// Groups and parameters under options that there aren't, or that stand under themselves.
    var nestingFaults: [Problem.Fault] {
        let groupOf = groupOf
        var faults: [Problem.Fault] = []
        for (number, group) in groups.enumerated() {
            guard let under = group.under else { continue }
            let place = "#/groups/\(number)/under"
            guard groupOf[under] != nil else {
                faults.append(Fault(place, "is no option of this model"))
                continue
            }
            var depth = 0
            var above: ConfigurationModel.Group? = group
            while let option = above?.under, depth <= Self.nestingLimit {
                above = groupOf[option]
                depth += 1
            }
            if depth > Self.nestingLimit {
                faults.append(Fault(place, "goes round, or deeper than \(Self.nestingLimit) groups"))
            }
        }
        for (number, parameter) in parameters.enumerated() {
            if let under = parameter.under, groupOf[under] == nil {
                faults.append(Fault("#/parameters/\(number)/under", "is no option of this model"))
            }
        }
        return faults
    }

    var parameterFaults: [Problem.Fault] {
        var faults: [Problem.Fault] = []
        var seen = Set<ID<ConfigurationModel.Parameter>>()
        for (number, parameter) in parameters.enumerated() {
            let place = "#/parameters/\(number)"
            if !seen.insert(parameter.id).inserted { faults.append(Fault("\(place)/id", "is another parameter's id")) }
            guard parameter.minimum <= parameter.maximum else {
                faults.append(Fault("\(place)/minimum", "is more than the maximum"))
                continue
            }
            let step = parameter.step ?? 1
            if (parameter.maximum - parameter.minimum) % step != 0 {
                faults.append(Fault("\(place)/maximum", "isn't reached from the minimum by steps of \(step)"))
            } else if (parameter.maximum - parameter.minimum) / step >= ConfigurationModel.Parameter.valueLimit {
                faults.append(Fault(
                    "\(place)/step", "makes more than \(ConfigurationModel.Parameter.valueLimit) values"))
            }
            if let usual = parameter.default, !parameter.takes(usual) {
                faults.append(Fault("\(place)/default", "is no value it can have"))
            }
        }
        return faults
    }

    var ruleFaults: [Problem.Fault] {
        let groupOf = groupOf
        var seen = Set<ID<ConfigurationModel.Rule>>()
        return rules.enumerated().flatMap { number, rule -> [Problem.Fault] in
            let place = "#/rules/\(number)"
            let isTwice = rule.id.map { !seen.insert($0).inserted } ?? false
            return (isTwice ? [Fault("\(place)/id", "is another rule's id")] : [])
                + shapeFaults(rule, at: place) + Self.otherFaults(rule, at: place, groupOf: groupOf)
                + conditionFaults(rule.when, at: "\(place)/when") + conditionFaults(rule.then, at: "\(place)/then")
                + Self.timeFaults(rule.from, rule.until, at: place)
        }
    }

    /// Members that don't go together.
    private func shapeFaults(_ rule: ConfigurationModel.Rule, at place: String) -> [Problem.Fault] {
        let takesThen = rule.kind == .requires || rule.kind == .excludes
        var faults: [Problem.Fault] = []
        switch (rule.option, rule.when) {
        case (_?, _?): faults.append(Fault("\(place)/when", "goes without `option`"))
        case (nil, nil) where takesThen || rule.kind == .includes:
            faults.append(Fault(place, "says what it is about in `option` or `when`"))
        case (_?, nil) where rule.kind == .available, (nil, _?) where rule.kind == .available:
            faults.append(Fault(place, "names what is available in `others` alone"))
        default: break
        }
        if let then = rule.then {
            if !takesThen { faults.append(Fault("\(place)/then", "goes with requires and excludes alone")) }
            if !rule.others.isEmpty { faults.append(Fault("\(place)/then", "\(then) goes without `others`")) }
        } else if rule.others.isEmpty {
            faults.append(Fault("\(place)/others", "must have 1 option at least"))
        }
        if rule.kind == .available, rule.markets == nil, rule.from == nil, rule.until == nil {
            faults.append(Fault(place, "says where or when in `markets`, `from` or `until`"))
        }
        return faults
    }

    private static func otherFaults(
        _ rule: ConfigurationModel.Rule, at pointer: String,
        groupOf: [ID<ConfigurationModel.Option>: ConfigurationModel.Group]
    ) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        if let option = rule.option, groupOf[option] == nil {
            faults.append(Fault("\(pointer)/option", "is no option of this model"))
        }
        var seen = Set<ID<ConfigurationModel.Option>>()
        for (number, other) in rule.others.enumerated() {
            let place = "\(pointer)/others/\(number)"
            guard seen.insert(other).inserted else {
                faults.append(Fault(place, "stands there twice"))
                continue
            }
            guard let group = groupOf[other] else {
                faults.append(Fault(place, "is no option of this model"))
                continue
            }
            guard other != rule.option else {
                faults.append(Fault(place, "is the option itself"))
                continue
            }
            let isRival = group.maximum == 1 && rule.option.flatMap { groupOf[$0]?.id } == group.id
            if isRival, rule.kind == .requires || rule.kind == .includes {
                let option = rule.option?.text ?? ""
                faults.append(Fault(place, "can't be chosen together with \(option): their group takes one"))
            }
            if rule.kind == .default, group.minimum == 0 {
                faults.append(Fault(place, "is an option of a group that may stay empty, which has no default"))
            }
        }
        return faults
    }

    private func conditionFaults(_ condition: Condition?, at place: String) -> [Problem.Fault] {
        guard let condition else { return [] }
        let groupOf = groupOf
        let options = condition.options.filter { groupOf[$0] == nil }.map(\.text)
        let known = Set(parameters.map(\.id))
        let unknown = condition.parameters.filter { !known.contains($0) }.map(\.text)
        return options.sorted().map { Fault(place, "names \($0), which is no option of this model") }
            + unknown.sorted().map { Fault(place, "compares \($0), which is no parameter of this model") }
    }

    private static func timeFaults(_ from: Day?, _ until: Day?, at place: String) -> [Problem.Fault] {
        guard let from, let until, from > until else { return [] }
        return [Fault("\(place)/until", "is before the first day")]
    }

    var effectFaults: [Problem.Fault] {
        var seen = Set<ID<ConfigurationModel.Effect>>()
        let known = Set(parameters.map(\.id))
        return effects.enumerated().flatMap { number, effect -> [Problem.Fault] in
            let place = "#/effects/\(number)"
            var faults: [Problem.Fault] = []
            if !seen.insert(effect.id).inserted { faults.append(Fault("\(place)/id", "is another effect's id")) }
            if !effect.prices.isEmpty, effect.name == nil {
                faults.append(Fault("\(place)/name", "is what the price trace calls it"))
            }
            if let parameter = effect.per?.parameter, !known.contains(parameter) {
                faults.append(Fault("\(place)/per/parameter", "is no parameter of this model"))
            }
            return faults + sizeFaults(effect, at: place) + conditionFaults(effect.when, at: "\(place)/when")
                + Self.timeFaults(effect.from, effect.until, at: place)
                + Self.currencyFaults(effect.prices, at: place)
        }
    }

    /// What would come to too much at the parameter's greatest value.
    private func sizeFaults(_ effect: ConfigurationModel.Effect, at place: String) -> [Problem.Fault] {
        guard let per = effect.per, let parameter = parameters.first(where: { $0.id == per.parameter })
        else { return [] }
        let times = per.times(parameter.maximum)
        func isTooMuch(_ one: Int, _ limit: Int) -> Bool {
            let (product, overflows) = one.magnitude.multipliedReportingOverflow(by: times.magnitude)
            return overflows || product > limit.magnitude
        }
        var faults: [Problem.Fault] = []
        for (number, price) in effect.prices.enumerated() where isTooMuch(Int(price.amount), Int(Money.limit)) {
            faults.append(Fault("\(place)/prices/\(number)", "comes to too much \(times) times"))
        }
        for (number, part) in effect.parts.enumerated() where isTooMuch(part.count, Part.countRange.upperBound) {
            faults.append(Fault("\(place)/parts/\(number)/count", "comes to too much \(times) times"))
        }
        if isTooMuch(effect.weightGrams, Product.weightRange.upperBound) {
            faults.append(Fault("\(place)/weightGrams", "comes to too much \(times) times"))
        }
        return faults
    }

    var packFaults: [Problem.Fault] {
        var seen = Set<ID<ConfigurationModel.Pack>>()
        let groupOf = groupOf
        return packs.enumerated().flatMap { number, pack -> [Problem.Fault] in
            let place = "#/packs/\(number)"
            var faults: [Problem.Fault] = []
            if !seen.insert(pack.id).inserted { faults.append(Fault("\(place)/id", "is another pack's id")) }
            if Set(pack.options).count < pack.options.count {
                faults.append(Fault("\(place)/options", "have one twice"))
            }
            for (number, option) in pack.options.enumerated() where groupOf[option] == nil {
                faults.append(Fault("\(place)/options/\(number)", "is no option of this model"))
            }
            return faults + Self.currencyFaults(pack.prices, at: place)
        }
    }

    private static func currencyFaults(_ prices: [Money], at place: String) -> [Problem.Fault] {
        var currencies = Set<Currency>()
        return prices.enumerated().filter { !currencies.insert($1.currency).inserted }.map {
            Fault("\(place)/prices/\($0)", "is a second price in \($1.currency.code)")
        }
    }
}
