extension JSON {
    /// Reads a document exactly as RFC 8259 writes it, and nothing that two readers might take differently: no member
    /// twice, no broken UTF-8, no lone surrogate, no NUL, no number that would lose its value. Numbers without a
    /// fraction and exponent become `.integer`, all others `.real`.
    package static func parse(_ bytes: [UInt8], within limits: Limits = .standard) throws(Fault) -> JSON {
        guard bytes.count <= limits.bytes else {
            throw Fault(.tooLarge(limitBytes: limits.bytes), offset: limits.bytes)
        }
        return try bytes.withUnsafeBufferPointer { bytes throws(Fault) in
            var parser = JSONParser(bytes, limits)
            return try parser.document()
        }
    }

    package static func parse(_ text: String, within limits: Limits = .standard) throws(Fault) -> JSON {
        try parse(Array(text.utf8), within: limits)
    }
}

/// Reads one document, by recursive descent no deeper than its limit.
struct JSONParser {
    /// Looked at where they lie; every look is behind a check that there is such a byte.
    let bytes: UnsafeBufferPointer<UInt8>
    /// Room that an object's members get at first: an amount has two, a price's entry five.
    private static let usualMembers = 5
    var position = 0
    private let limits: JSON.Limits
    private var values = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSON.Fault) -> JSON {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault(.trailingBytes) }
        return value
    }

    func fault(_ reason: JSON.Fault.Reason) -> JSON.Fault { JSON.Fault(reason, offset: position) }

    /// The byte to be read next; 0, which stands nowhere in a document, at its end.
    var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func value(depth: Int) throws(JSON.Fault) -> JSON {
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSON.Fault) -> JSON.Object {
        try enter(depth)
        var members: [JSON.Object.Member] = []
        var names = Names()
        if next == UInt8(ascii: "}") {
            position += 1
            return JSON.Object()
        }
        members.reserveCapacity(Self.usualMembers)
        while true {
            try count()
            guard next == UInt8(ascii: "\"") else { throw fault(.malformed) }
            let start = position
            let name = try string()
            guard names.insert(name, after: members) else {
                throw JSON.Fault(.duplicateKey(name), pointer: JSONPointer.step(name), offset: start)
            }
            skipSpace()
            try take(UInt8(ascii: ":"))
            skipSpace()
            do throws(JSON.Fault) {
                members.append(JSON.Object.Member(name: name, value: try value(depth: depth)))
            } catch { throw error.inside(name) }
            if try ends(with: UInt8(ascii: "}")) { return JSON.Object(members) }
        }
    }

    private mutating func array(depth: Int) throws(JSON.Fault) -> [JSON] {
        try enter(depth)
        var elements: [JSON] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            try count()
            do throws(JSON.Fault) {
                elements.append(try value(depth: depth))
            } catch { throw error.inside(String(elements.count)) }
            if try ends(with: UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func enter(_ depth: Int) throws(JSON.Fault) {
        guard depth <= limits.depth else { throw fault(.tooDeep(limit: limits.depth)) }
        position += 1
        skipSpace()
    }

    private mutating func count() throws(JSON.Fault) {
        values += 1
        guard values <= limits.values else { throw fault(.tooMany(limit: limits.values)) }
    }

    /// Reads a comma, after which more has to come, or the closing bracket.
    private mutating func ends(with closing: UInt8) throws(JSON.Fault) -> Bool {
        skipSpace()
        if next == closing {
            position += 1
            return true
        }
        try take(UInt8(ascii: ","))
        skipSpace()
        return false
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSON.Fault) -> JSON {
        for place in 0..<word.utf8CodeUnitCount { try take(word.utf8Start[place]) }
        return value
    }

    mutating func take(_ byte: UInt8) throws(JSON.Fault) {
        guard next == byte else { throw fault(.malformed) }
        position += 1
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// The names an object has had. A few are compared one by one; many are hashed, so that time stays in proportion.
    private struct Names {
        private static let fewLimit = 12
        private var many: Set<String> = []

        mutating func insert(_ name: String, after members: [JSON.Object.Member]) -> Bool {
            if members.count < Self.fewLimit { return !members.contains { $0.name == name } }
            if members.count == Self.fewLimit { many = Set(members.map(\.name)) }
            return many.insert(name).inserted
        }
    }
}
