/// A feature model from a file in the Universal Variability Language
/// (https://universal-variability-language.github.io).
///
/// Read are features with their groups (mandatory, optional, or, alternative, cardinalities), attributes, whole-number
/// features with `min`, `max` and `step` attributes, and constraints with & | ! => <=>, comparisons of sums, and
/// `sum(attribute)`. What of the language isn't, such as imports, is refused by name. Operators of one rank group to
/// the left, as the language's grammar has it; ! binds closest, then & | => <=>.
package struct UVLReader {
    var scanner: UVLScanner
    var word = UVLScanner.Word.end
    var model = FeatureModel(name: "")
    /// The number of each feature.
    var numbers: [String: Int] = [:]
    /// Which features are whole numbers.
    var whole = Set<Int>()
    /// How deep parentheses are open.
    var depth = 0
    /// Whether a new line ends what is read, unless parentheses are open; then the word behind it is `held`.
    var isLineBound = false
    var held = UVLScanner.Word.end

    /// Reads a whole file; the first fault ends it.
    package static func read(_ bytes: [UInt8]) throws(UVLFault) -> FeatureModel {
        guard bytes.count <= UVLLimits.bytes else {
            throw UVLFault(line: 1, column: 1, sentence: "the file has more than \(UVLLimits.bytes) bytes")
        }
        var reader = UVLReader(scanner: UVLScanner(bytes))
        try reader.advance()
        try reader.readFile()
        return reader.model
    }

    package static func read(_ text: String) throws(UVLFault) -> FeatureModel { try read(Array(text.utf8)) }

    private mutating func readFile() throws(UVLFault) {
        while word != .end {
            guard case .name(let section) = word, scanner.isFirst else {
                throw scanner.fault("a section is wanted: namespace, include, features or constraints")
            }
            switch section {
            case "namespace": try readNamespace()
            case "include": try skipInclude()
            case "features": try readFeatures()
            case "constraints": try readConstraints()
            case "imports": throw scanner.fault("imports are not read: put all features into one file")
            default:
                throw scanner.fault(
                    "\(section) is no section: namespace, include, features or constraints is wanted")
            }
        }
        guard !model.options.isEmpty else { throw scanner.fault("the file has no features") }
        if model.name.isEmpty { model.name = model.options[0].name }
    }

    mutating func advance() throws(UVLFault) {
        word = try scanner.next()
        if isLineBound, depth == 0, scanner.isFirst { (held, word) = (word, .newLine) }
    }

    mutating func take(_ sign: UVLScanner.Sign) throws(UVLFault) -> Bool {
        guard word == .sign(sign) else { return false }
        try advance()
        return true
    }

    mutating func want(_ sign: UVLScanner.Sign) throws(UVLFault) {
        guard try take(sign) else { throw scanner.fault("\(sign.rawValue) is wanted") }
    }

    private mutating func readNamespace() throws(UVLFault) {
        try advance()
        var parts: [String] = []
        repeat {
            guard case .name(let part) = word else { throw scanner.fault("the namespace's name is wanted") }
            parts.append(part)
            try advance()
        } while try take(.dot)
        model.name = parts.joined(separator: ".")
    }

    /// Language levels are recognised by their use.
    private mutating func skipInclude() throws(UVLFault) {
        try advance()
        while scanner.indentation > 0, word != .end { try advance() }
    }

    /// Groups are open from the outermost to the innermost, each with how far it and its features are indented.
    private struct Open {
        let indentation: Int
        let kind: Kind

        enum Kind {
            case feature(Int)
            case group(Int)
        }
    }

    private mutating func readFeatures() throws(UVLFault) {
        let section = scanner.indentation
        try advance()
        guard model.options.isEmpty else { throw scanner.fault("the file has features twice") }
        var open: [Open] = []
        while word != .end, scanner.indentation > section {
            guard scanner.isFirst else { throw scanner.fault("a new line is wanted") }
            let indentation = scanner.indentation
            while let last = open.last, last.indentation >= indentation { open.removeLast() }
            guard open.count < 2 * UVLLimits.levels else {
                throw scanner.fault("features nest deeper than \(UVLLimits.levels) levels")
            }
            switch open.last?.kind {
            case nil:
                guard model.options.isEmpty else { throw scanner.fault("there is one root only; indent this feature") }
                open.append(Open(indentation: indentation, kind: .feature(try readFeature(isRoot: true))))
            case .group(let group):
                let feature = try readFeature(isRoot: false)
                model.groups[group].members.append(model.options[feature].name)
                open.append(Open(indentation: indentation, kind: .feature(feature)))
            case .feature(let parent):
                open.append(Open(indentation: indentation, kind: .group(try readGroup(of: parent))))
            }
        }
        try finishGroups()
    }

    private mutating func readGroup(of parent: Int) throws(UVLFault) -> Int {
        let name = model.options[parent].name
        let (line, column) = (scanner.wordLine, scanner.wordColumn)
        let kind: String
        switch word {
        case .name(let word):
            kind = word
            try advance()
        case .sign(.openBracket):
            let (least, most) = try readCardinality()
            kind = most.map { "\(least)..\($0)" } ?? "\(least)..*"
        default: throw scanner.fault("a group is wanted: mandatory, optional, or, alternative or [n..m]")
        }
        guard let (minimum, maximum) = Self.bounds(kind) else {
            throw UVLFault(line: line, column: column, sentence:
                "\(kind) is no group: mandatory, optional, or, alternative or [n..m] is wanted")
        }
        places.append((line, column))
        var group = FeatureModel.Group("\(name): \(kind)", of: name, [], 0...0)
        group.minimum = minimum
        group.maximum = maximum
        model.groups.append(group)
        return model.groups.count - 1
    }

    /// Where each group stands.
    private var places: [(line: Int, column: Int)] = []

    /// Least and most of a group; -1 stands for all of its members, which aren't known yet.
    private static func bounds(_ kind: String) -> (Int, Int)? {
        switch kind {
        case "mandatory": return (-1, -1)
        case "optional": return (0, -1)
        case "or": return (1, -1)
        case "alternative": return (1, 1)
        default:
            let parts = kind.split(separator: ".")
            guard parts.count == 2, let least = Int(parts[0]) else { return nil }
            return (least, parts[1] == "*" ? -1 : Int(parts[1]) ?? -1)
        }
    }

    private mutating func finishGroups() throws(UVLFault) {
        var taken: [String: Int] = [:]
        for number in model.groups.indices {
            let count = model.groups[number].members.count
            let place = places[number]
            guard count > 0 else {
                throw UVLFault(line: place.line, column: place.column, sentence: "the group has no features")
            }
            if model.groups[number].minimum < 0 { model.groups[number].minimum = count }
            if model.groups[number].maximum < 0 { model.groups[number].maximum = count }
            let (least, most) = (model.groups[number].minimum, model.groups[number].maximum)
            guard least <= most, least <= count else {
                throw UVLFault(line: place.line, column: place.column, sentence:
                    "from \(least) to \(most) of \(count) features can't be taken")
            }
            let name = model.groups[number].name
            taken[name, default: 0] += 1
            if let times = taken[name], times > 1 { model.groups[number].name = "\(name) (\(times))" }
        }
    }

    /// Behind `[`: a number, or `n..m`, or `n..*`.
    mutating func readCardinality() throws(UVLFault) -> (least: Int, most: Int?) {
        try want(.openBracket)
        guard case .whole(let least) = word else { throw scanner.fault("a number is wanted") }
        try advance()
        var most: Int? = least
        if try take(.dots) {
            switch word {
            case .whole(let number): most = number
            case .sign(.times): most = nil
            default: throw scanner.fault("a number or * is wanted")
            }
            try advance()
        }
        try want(.closeBracket)
        return (least, most)
    }

    private mutating func readFeature(isRoot: Bool) throws(UVLFault) -> Int {
        guard case .name(var name) = word else { throw scanner.fault("the name of a feature is wanted") }
        var place = (line: scanner.wordLine, column: scanner.wordColumn)
        try advance()
        var type = "Boolean"
        if ["Boolean", "Integer", "Real", "String"].contains(name), !scanner.isFirst, case .name(let next) = word {
            (type, name) = (name, next)
            place = (scanner.wordLine, scanner.wordColumn)
            try advance()
        }
        guard type == "Boolean" || type == "Integer" else {
            throw UVLFault(line: place.line, column: place.column, sentence: "\(type) features are not read")
        }
        guard name.utf8.count <= UVLLimits.nameBytes else {
            throw UVLFault(
                line: place.line, column: place.column, sentence: "a name is longer than \(UVLLimits.nameBytes) bytes")
        }
        guard numbers.updateValue(model.options.count, forKey: name) == nil else {
            throw UVLFault(line: place.line, column: place.column, sentence: "\(name) is the name of two features")
        }
        if word == .name("cardinality"), !scanner.isFirst {
            throw scanner.fault("features that are taken several times are not read")
        }
        var option = FeatureModel.Option(name, isRoot: isRoot)
        if word == .sign(.openBrace), !scanner.isFirst { option.attributes = try readAttributes() }
        model.options.append(option)
        if type == "Integer" {
            whole.insert(model.options.count - 1)
            model.parameters.append(try parameter(option, place))
        }
        return model.options.count - 1
    }

    /// A whole-number feature's range stands in its attributes, since the language has no place for it.
    private func parameter(
        _ option: FeatureModel.Option, _ place: (line: Int, column: Int)
    ) throws(UVLFault) -> FeatureModel.Parameter {
        func number(_ key: String) -> Int? {
            for attribute in option.attributes where attribute.key == key {
                if case .whole(let number) = attribute.value { return number }
            }
            return nil
        }
        guard let least = number("min"), let most = number("max"), least <= most, number("step") ?? 1 > 0 else {
            throw UVLFault(line: place.line, column: place.column, sentence:
                "a whole-number feature wants its range: {min 1, max 9, step 1}")
        }
        return FeatureModel.Parameter(option.name, least...most, step: number("step") ?? 1)
    }
}
