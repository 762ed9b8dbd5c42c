/// Attributes of features: `{abstract, price 30, colours ['red', 'blue'], size {length 3}}`.
extension UVLReader {
    mutating func readAttributes() throws(UVLFault) -> [FeatureModel.Attribute] {
        try want(.openBrace)
        try enter()
        defer { depth -= 1 }
        var attributes: [FeatureModel.Attribute] = []
        while word != .sign(.closeBrace) {
            guard case .name(let key) = word else { throw scanner.fault("the name of an attribute is wanted") }
            if key == "constraint" || key == "constraints" {
                throw scanner.fault("constraints among attributes are not read: put them below constraints")
            }
            try advance()
            var path = key
            while try take(.dot) {
                guard case .name(let more) = word else { throw scanner.fault("the name of an attribute is wanted") }
                path += "." + more
                try advance()
            }
            attributes.append(.init(path, try readValue()))
            guard try take(.comma) else { break }
        }
        try want(.closeBrace)
        return attributes
    }

    private mutating func readValue() throws(UVLFault) -> FeatureModel.AttributeValue {
        switch word {
        case .sign(.comma), .sign(.closeBrace), .sign(.closeBracket): return .mark
        case .sign(.openBrace): return .notes(try readAttributes())
        case .sign(.openBracket): return .list(try readList())
        case .sign(.minus):
            try advance()
            switch word {
            case .whole(let number):
                try advance()
                return .whole(-number)
            case .fraction(let text):
                try advance()
                return .fraction("-" + text)
            default: throw scanner.fault("a number is wanted")
            }
        case .whole(let number):
            try advance()
            return .whole(number)
        case .fraction(let text):
            try advance()
            return .fraction(text)
        case .name(let text), .text(let text):
            let isWord = word == .name(text) && (text == "true" || text == "false")
            try advance()
            return isWord ? .flag(text == "true") : .text(text)
        default: throw scanner.fault("the value of an attribute is wanted")
        }
    }

    private mutating func readList() throws(UVLFault) -> [FeatureModel.AttributeValue] {
        try want(.openBracket)
        try enter()
        defer { depth -= 1 }
        var values: [FeatureModel.AttributeValue] = []
        while word != .sign(.closeBracket) {
            values.append(try readValue())
            guard try take(.comma) else { break }
        }
        try want(.closeBracket)
        return values
    }

    mutating func enter() throws(UVLFault) {
        depth += 1
        guard depth <= UVLLimits.nesting else {
            throw scanner.fault("this nests deeper than \(UVLLimits.nesting) levels")
        }
    }
}
