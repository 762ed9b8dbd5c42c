/// Constraints, each on a line of its own, or over several where parentheses are open.
extension UVLReader {
    mutating func readConstraints() throws(UVLFault) {
        let section = scanner.indentation
        try advance()
        while word != .end, scanner.indentation > section {
            guard scanner.isFirst else { throw scanner.fault("a new line is wanted") }
            let place = scanner.place
            isLineBound = true
            let condition = try condition(try readEquivalence(), at: place)
            isLineBound = false
            if word == .newLine { word = held }
            model.rules.append(.init("line \(place.line)", condition))
        }
    }

    /// What stands between operators: a condition, or a sum that only a comparison makes one.
    enum Operand {
        case condition(Condition)
        case sum(Condition.Sum)
        /// A feature by itself: a condition or a sum, as it is used.
        case feature(String, isNumber: Bool)

        var sum: Condition.Sum? {
            switch self {
            case .condition: nil
            case .sum(let sum): sum
            case .feature(let name, let isNumber):
                isNumber ? .parameter(name) : Condition.Sum([.init(1, .option(name))])
            }
        }
    }

    private func condition(_ operand: Operand, at place: UVLPlace) throws(UVLFault) -> Condition {
        switch operand {
        case .condition(let condition): return condition
        case .feature(let name, _): return .option(name)
        case .sum: throw place.fault("a sum is no condition: it wants a comparison")
        }
    }

    private mutating func readEquivalence() throws(UVLFault) -> Operand {
        let place = scanner.place
        var left = try readImplication()
        var count = 0
        while try take(.equivalent) {
            try chain(&count)
            let next = scanner.place
            left = .condition(.equivalent(
                try condition(left, at: place), try condition(try readImplication(), at: next)))
        }
        return left
    }

    private mutating func readImplication() throws(UVLFault) -> Operand {
        let place = scanner.place
        var left = try readAny()
        var count = 0
        while try take(.implies) {
            try chain(&count)
            let next = scanner.place
            left = .condition(.implies(try condition(left, at: place), try condition(try readAny(), at: next)))
        }
        return left
    }

    /// Chains of these nest to the left.
    private func chain(_ count: inout Int) throws(UVLFault) {
        count += 1
        guard depth + count <= UVLLimits.nesting else {
            throw scanner.fault("this nests deeper than \(UVLLimits.nesting) levels")
        }
    }

    private mutating func readAny() throws(UVLFault) -> Operand {
        let place = scanner.place
        let first = try readAll()
        guard word == .sign(.or) else { return first }
        var parts = [try condition(first, at: place)]
        while try take(.or) {
            let next = scanner.place
            parts.append(try condition(try readAll(), at: next))
        }
        return .condition(.any(parts))
    }

    private mutating func readAll() throws(UVLFault) -> Operand {
        let place = scanner.place
        let first = try readNegation()
        guard word == .sign(.and) else { return first }
        var parts = [try condition(first, at: place)]
        while try take(.and) {
            let next = scanner.place
            parts.append(try condition(try readNegation(), at: next))
        }
        return .condition(.all(parts))
    }

    private mutating func readNegation() throws(UVLFault) -> Operand {
        var count = 0
        while try take(.not) { count += 1 }
        let place = scanner.place
        let inner = try readComparison()
        if count == 0 { return inner }
        let condition = try condition(inner, at: place)
        return .condition(count % 2 == 0 ? condition : .not(condition))
    }

    private mutating func readComparison() throws(UVLFault) -> Operand {
        let place = scanner.place
        let left = try readSum()
        guard case .sign(let sign) = word, let relation = Condition.Relation(rawValue: sign.rawValue) else {
            return left
        }
        try advance()
        let next = scanner.place
        guard let lesser = left.sum else { throw place.fault("a condition can't be compared") }
        guard let greater = try readSum().sum else { throw next.fault("a condition can't be compared") }
        return .condition(.compare(lesser, relation, greater))
    }

    private mutating func readSum() throws(UVLFault) -> Operand {
        var left = try readProduct()
        while case .sign(let sign) = word, sign == .plus || sign == .minus {
            let place = scanner.place
            try advance()
            guard let first = left.sum, let second = try readProduct().sum else {
                throw place.fault("only sums can be added")
            }
            left = .sum(try sum(first, sign == .plus ? 1 : -1, second))
        }
        return left
    }

    private mutating func readProduct() throws(UVLFault) -> Operand {
        var left = try readFactor()
        while case .sign(let sign) = word, sign == .times || sign == .over {
            let place = scanner.place
            guard sign == .times else { throw place.fault("division is not read") }
            try advance()
            guard let first = left.sum, let second = try readFactor().sum else {
                throw place.fault("only sums can be multiplied")
            }
            guard first.terms.isEmpty || second.terms.isEmpty else {
                throw place.fault("one of two factors has to be a number")
            }
            left = .sum(first.terms.isEmpty
                ? try sum(Condition.Sum(), first.constant, second) : try sum(Condition.Sum(), second.constant, first))
        }
        return left
    }

    /// `first + factor * second`.
    private func sum(_ first: Condition.Sum, _ factor: Int, _ second: Condition.Sum) throws(UVLFault) -> Condition.Sum {
        func product(_ number: Int) throws(UVLFault) -> Int {
            let (product, isOver) = factor.multipliedReportingOverflow(by: number)
            guard !isOver, (-ModelLimits.number...ModelLimits.number).contains(product) else {
                throw scanner.fault("numbers go to \(ModelLimits.number) only")
            }
            return product
        }
        var sum = first
        for term in second.terms { sum.terms.append(.init(try product(term.factor), term.quantity)) }
        sum.constant += try product(second.constant)
        return sum
    }

    private mutating func readFactor() throws(UVLFault) -> Operand {
        let place = scanner.place
        switch word {
        case .sign(.open):
            try enter()
            try advance()
            let inner = try readEquivalence()
            guard word == .sign(.close) else { throw scanner.fault(") is wanted") }
            depth -= 1
            try advance()
            return inner
        case .sign(.minus):
            try advance()
            try enter()
            defer { depth -= 1 }
            guard let inner = try readFactor().sum else { throw place.fault("a number is wanted") }
            return .sum(try sum(Condition.Sum(), -1, inner))
        case .whole(let number):
            guard number <= ModelLimits.number else { throw place.fault("numbers go to \(ModelLimits.number) only") }
            try advance()
            return .sum(try sum(Condition.Sum(), 1, .number(number)))
        case .fraction: throw place.fault("comparisons want whole numbers")
        case .name(let name):
            try advance()
            if word == .sign(.open) { return .sum(try readAggregate(name, place)) }
            if word == .sign(.dot) { return .sum(try readAttribute(of: name, place)) }
            if let number = numbers[name] { return .feature(name, isNumber: isNumber(number)) }
            if name == "true" || name == "false" { return .condition(.constant(name == "true")) }
            throw place.fault("\(name) is no feature")
        default: throw place.fault("a feature, a number or ( is wanted")
        }
    }

    private func isNumber(_ feature: Int) -> Bool { whole.contains(feature) }

    /// `feature.attribute`: its value where the feature is taken, else 0.
    private mutating func readAttribute(of name: String, _ place: UVLPlace) throws(UVLFault) -> Condition.Sum {
        let path = try readPath()
        guard let number = numbers[name] else { throw place.fault("\(name) is no feature") }
        for attribute in model.options[number].attributes where attribute.key == path {
            guard case .whole(let value) = attribute.value else {
                throw place.fault("\(name).\(path) is no whole number")
            }
            return try sum(Condition.Sum(), value, Condition.Sum([.init(1, .option(name))]))
        }
        throw place.fault("\(name) has no attribute \(path)")
    }

    private mutating func readPath() throws(UVLFault) -> String {
        var parts: [String] = []
        while try take(.dot) {
            guard case .name(let part) = word else { throw scanner.fault("the name of an attribute is wanted") }
            parts.append(part)
            try advance()
        }
        return parts.joined(separator: ".")
    }

    /// `sum(attribute)`: over all features that are taken and have it.
    private mutating func readAggregate(_ name: String, _ place: UVLPlace) throws(UVLFault) -> Condition.Sum {
        guard name == "sum" else { throw place.fault("\(name) is not read; of functions, sum is") }
        try want(.open)
        guard case .name(let first) = word else { throw scanner.fault("the name of an attribute is wanted") }
        try advance()
        let rest = try readPath()
        try want(.close)
        let key = rest.isEmpty ? first : "\(first).\(rest)"
        var all = Condition.Sum()
        for option in model.options {
            for attribute in option.attributes where attribute.key == key {
                guard case .whole(let value) = attribute.value else {
                    throw place.fault("\(option.name).\(key) is no whole number")
                }
                all = try sum(all, value, Condition.Sum([.init(1, .option(option.name))]))
            }
        }
        guard !all.terms.isEmpty else { throw place.fault("no feature has an attribute \(key)") }
        return all
    }
}
