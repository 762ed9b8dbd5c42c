import Values

/// What a JSON value may be: the part of JSON Schema 2020-12 that the API needs, as a value that checks and documents.
package struct Schema: Sendable {
    package var shape: Shape
    /// One sentence for the API document.
    package var summary: String?
    /// A value that fits; needed where a pattern makes one impossible to invent.
    package var example: JSON?
    /// Whether `null` is taken as well.
    package var isNullable = false
    /// The type's full name, when the API document lists it among its components: `Trade.Cart.Line`.
    package var component: String?
    /// Says that an input member of this type comes from a header field.
    package var header: HeaderField?

    package indirect enum Shape: Sendable {
        case anything
        case boolean
        case integer(ClosedRange<Int64>)
        case number(ClosedRange<Double>)
        case string(Text)
        case choice([String])
        case array(Schema, count: ClosedRange<Int>)
        case object([Member])
        /// Names are free, but for what `keys` asks of them.
        case dictionary(Schema, keys: Schema, count: ClosedRange<Int>)
        case anyOf([Schema])
        /// Objects told apart by a member `tag`.
        case oneOf(tag: String, [Variant])
        case reference(Reference)
        /// The bytes of a body that is not JSON.
        case upload
    }

    /// A member of an object.
    package struct Member: Sendable {
        package let name: String
        package var schema: Schema
        package var isRequired: Bool

        package init(_ name: String, _ schema: Schema, isRequired: Bool) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }

        package static func required(_ name: String, _ schema: Schema) -> Self { Self(name, schema, isRequired: true) }
        package static func optional(_ name: String, _ schema: Schema) -> Self { Self(name, schema, isRequired: false) }
    }

    /// One kind of a tagged object: its tag's value and the members beside the tag.
    package struct Variant: Sendable {
        package let name: String
        package let members: [Member]

        package init(_ name: String, _ members: [Member] = []) {
            self.name = name
            self.members = members
        }
    }

    /// Rules on a text; lengths count Unicode scalars.
    package struct Text: Sendable {
        package var length: ClosedRange<Int>
        package var format: String?
        package var pattern: Pattern?
    }

    /// What a text has to look like: as a regular expression for the document, as a function for the check, because a
    /// regular expression is too slow for every request.
    package struct Pattern: Sendable {
        package let expression: String
        package let reason: String
        package let isValid: @Sendable (String) -> Bool
    }

    /// A type named where it is used, so that it can contain itself.
    package struct Reference: Sendable {
        package let name: String
        package let target: @Sendable () -> Schema
    }

    /// Where an input member comes from, and the answer to a request that lacks it.
    package struct HeaderField: Sendable {
        package let name: String
        package let missing: Problem
    }

    package init(_ shape: Shape) { self.shape = shape }
}

/// Limits where a type names none of its own.
extension Schema {
    package static let textLimit = 2000
    package static let listLimit = 200
    /// Integers that every JSON reader keeps exact (RFC 7493, section 2.2).
    package static let integers: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991
    package static let numbers: ClosedRange<Double> = -1e15...1e15
}

extension Schema {
    package static let anything = Self(.anything)
    package static let boolean = Self(.boolean)

    package static func integer(_ range: ClosedRange<Int64> = integers) -> Self { Self(.integer(range)) }

    /// `format` is one of JSON Schema's (`email`, `uri`, `date-time`); it documents and is not checked.
    package static func string(_ length: ClosedRange<Int> = 0...textLimit, format: String? = nil) -> Self {
        Self(.string(Text(length: length, format: format)))
    }

    /// A text that looks a certain way.
    /// - Parameters:
    ///   - pattern: a regular expression of ECMA-262, anchored at both ends.
    ///   - example: a text that fits.
    ///   - reason: what a text has to be, told to whoever sent another.
    ///   - isValid: the same check as a function.
    package static func string(
        _ length: ClosedRange<Int>, pattern: String, example: String, reason: String, format: String? = nil,
        isValid: @escaping @Sendable (String) -> Bool
    ) -> Self {
        let rule = Pattern(expression: pattern, reason: reason, isValid: isValid)
        return Self(.string(Text(length: length, format: format, pattern: rule))).example(.string(example))
    }

    /// A text of one line, without control characters.
    package static func line(_ length: ClosedRange<Int>, format: String? = nil) -> Self {
        string(
            length, pattern: #"^[^\u0000-\u001F\u007F]*$"#, example: String(repeating: "a", count: length.lowerBound),
            reason: "must be one line without control characters", format: format,
            isValid: { !$0.utf8.contains { byte in byte < 0x20 || byte == 0x7F } })
    }

    package static func choice(_ names: [String]) -> Self { Self(.choice(names)) }

    package static func array(_ of: Schema, count: ClosedRange<Int> = 0...listLimit) -> Self {
        Self(.array(of, count: count))
    }

    package static func object(_ members: [Member]) -> Self { Self(.object(members)) }

    package static func dictionary(
        _ of: Schema, keys: Schema = .string(1...200), count: ClosedRange<Int> = 0...listLimit
    ) -> Self {
        Self(.dictionary(of, keys: keys, count: count))
    }

    package static func anyOf(_ forms: [Schema]) -> Self { Self(.anyOf(forms)) }

    /// Objects told apart by their member `tag`, which each variant's name is the value of.
    package static func oneOf(tag: String, _ variants: [Variant]) -> Self { Self(.oneOf(tag: tag, variants)) }

    /// A type that may contain itself.
    package static func reference<Target: SchemaDeclaring>(to type: Target.Type) -> Self {
        Self(.reference(Reference(name: String(reflecting: type), target: { Target.schema })))
    }

    package func example(_ json: JSON) -> Self { changed { $0.example = json } }
    package func described(_ sentence: String) -> Self { changed { $0.summary = sentence } }
    package var nullable: Self { changed { $0.isNullable = true } }
    package func named(_ component: String) -> Self { changed { $0.component = $0.component ?? component } }

    /// Taken from header field `name`; a request without it is answered with `missing`.
    package func header(_ name: String, missing: Problem) -> Self {
        changed { $0.header = HeaderField(name: name, missing: missing) }
    }

    private func changed(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}

extension Schema {
    /// A value that fits: the example, or the smallest one can make up; nil where an example is needed and missing.
    package var sample: JSON? {
        if let example { return example }
        switch shape {
        case .anything, .upload: return .object(JSON.Object())
        case .boolean: return .bool(false)
        case .integer(let range): return .integer(min(max(0, range.lowerBound), range.upperBound))
        case .number(let range): return .real(min(max(0, range.lowerBound), range.upperBound))
        case .string(let text): return text.sample
        case .choice(let names): return names.first.map(JSON.string)
        case .array(let item, let count):
            return item.sample.map { .array(Array(repeating: $0, count: count.lowerBound)) } ?? .array([])
        case .object(let members): return Self.sample(of: members)
        case .dictionary: return .object(JSON.Object())
        case .anyOf(let forms): return forms.lazy.compactMap(\.sample).first
        case .oneOf(let tag, let variants):
            return variants.first.flatMap { Self.sample(of: [$0.tagMember(tag)] + $0.members) }
        case .reference(let reference): return reference.target().sample
        }
    }

    private static func sample(of members: [Member]) -> JSON? {
        var object = JSON.Object()
        for member in members where member.isRequired {
            guard let value = member.schema.sample else { return nil }
            object.members.append(JSON.Object.Member(name: member.name, value: value))
        }
        return .object(object)
    }
}

extension Schema.Variant {
    func tagMember(_ tag: String) -> Schema.Member { .required(tag, .choice([name])) }
}

extension Schema.Text {
    fileprivate var sample: JSON? {
        guard pattern == nil else { return nil }
        switch format {
        case nil: return .string(String(repeating: "a", count: length.lowerBound))
        case "email": return .string("ada@example.com")
        case "uri": return .string("https://example.com/")
        case "date-time": return .string("2026-11-23T09:30:00Z")
        case "date": return .string("2026-11-23")
        default: return nil
        }
    }
}
