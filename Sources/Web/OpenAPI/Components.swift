import Values

/// The schemas of the API document: those with a name stand among its components, and are pointed to.
struct Components {
    private var names = Names()
    private var schemas: [String: JSON] = [:]

    var finished: JSON.Object {
        JSON.Object(schemas.sorted { $0.key < $1.key }.map { JSON.Object.Member(name: $0.key, value: $0.value) })
    }

    /// A schema as JSON Schema 2020-12 (https://json-schema.org/draft/2020-12).
    mutating func json(_ schema: Schema) -> JSON {
        if case .reference(let reference) = schema.shape {
            return pointer(to: reference.name, isNullable: schema.isNullable) { reference.target() }
        }
        guard let component = schema.component else { return .object(inline(schema)) }
        return pointer(to: component, isNullable: schema.isNullable) {
            var bare = schema
            bare.isNullable = false
            return bare
        }
    }

    /// Problems as RFC 9457 has them; each kind has members of its own.
    var problem: JSON {
        mutating get {
            schemas["Problem"] = [
                "type": "object",
                "required": ["type", "title", "status"],
                "properties": [
                    "type": ["type": "string", "format": "uri-reference"],
                    "title": ["type": "string"],
                    "status": ["type": "integer", "minimum": 400, "maximum": 599],
                    "errors": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["pointer", "detail"],
                            "properties": ["pointer": ["type": "string"], "detail": ["type": "string"]],
                        ],
                    ],
                ],
            ]
            return ["$ref": "#/components/schemas/Problem"]
        }
    }

    private mutating func pointer(to component: String, isNullable: Bool, _ schema: () -> Schema) -> JSON {
        let name = names.name(for: component)
        if schemas[name] == nil {
            // Stands there before it is described, so that one that contains itself comes to an end.
            schemas[name] = .null
            schemas[name] = .object(inline(schema()))
        }
        let reference: JSON = ["$ref": .string("#/components/schemas/\(name)")]
        return isNullable ? ["anyOf": [reference, ["type": "null"]]] : reference
    }

    private mutating func inline(_ schema: Schema) -> JSON.Object {
        var object = shape(schema.shape)
        if schema.isNullable {
            if let type = object["type"] {
                object["type"] = [type, "null"]
                if let choices = object["enum"]?.array { object["enum"] = .array(choices + [.null]) }
            } else if case .anyOf = schema.shape, let forms = object["anyOf"]?.array {
                object["anyOf"] = .array(forms + [["type": "null"]])
            } else if !object.members.isEmpty {
                object = ["anyOf": [.object(object), ["type": "null"]]]
            }
        }
        if let summary = schema.summary { object["description"] = .string(summary) }
        if let example = schema.example { object["examples"] = [example] }
        return object
    }

    private mutating func shape(_ shape: Schema.Shape) -> JSON.Object {
        switch shape {
        case .anything, .reference: return [:]
        case .upload: return ["type": "string", "format": "binary"]
        case .boolean: return ["type": "boolean"]
        case .integer(let range):
            return ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .number(let range):
            return ["type": "number", "minimum": .real(range.lowerBound), "maximum": .real(range.upperBound)]
        case .string(let text): return self.text(text)
        case .choice(let names): return ["type": "string", "enum": .array(names.map(JSON.string))]
        case .array(let item, let count):
            return [
                "type": "array", "items": json(item), "minItems": .integer(Int64(count.lowerBound)),
                "maxItems": .integer(Int64(count.upperBound)),
            ]
        case .object(let members): return self.object(members)
        case .dictionary(let value, let keys, let count):
            return [
                "type": "object", "additionalProperties": json(value), "propertyNames": json(keys),
                "minProperties": .integer(Int64(count.lowerBound)), "maxProperties": .integer(Int64(count.upperBound)),
            ]
        case .anyOf(let forms): return ["anyOf": .array(forms.map { json($0) })]
        case .oneOf(let tag, let variants):
            return ["oneOf": .array(variants.map { .object(object([$0.tagMember(tag)] + $0.members)) })]
        }
    }

    private func text(_ text: Schema.Text) -> JSON.Object {
        var object: JSON.Object = ["type": "string"]
        if text.length.lowerBound > 0 { object["minLength"] = .integer(Int64(text.length.lowerBound)) }
        object["maxLength"] = .integer(Int64(text.length.upperBound))
        if let format = text.format { object["format"] = .string(format) }
        object["pattern"] = .string(text.pattern?.expression ?? Schema.Text.plain)
        return object
    }

    private mutating func object(_ members: [Schema.Member]) -> JSON.Object {
        var properties: JSON.Object = [:]
        for member in members { properties[member.name] = json(member.schema) }
        let required = members.filter(\.isRequired).map { JSON.string($0.name) }
        var object: JSON.Object = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { object["required"] = .array(required) }
        object["additionalProperties"] = false
        return object
    }
}

extension Schema.Text {
    /// What every text has to be: no character NUL, which no database takes.
    fileprivate static let plain = #"^[^\u0000]*$"#
}

/// Short names for the full names of types: `Trade.Cart.Line` is `CartLine`. A second one that comes out the same is
/// told apart by its room.
struct Names {
    private var names: [String: String] = [:]
    private var taken: Set<String> = []

    mutating func name(for full: String) -> String {
        if let name = names[full] { return name }
        let short = Self.short(full, dropping: 1)
        let name = taken.contains(short) ? Self.short(full, dropping: 0) : short
        taken.insert(name)
        names[full] = name
        return name
    }

    /// `Web.Listing<Trade.Cart.Line>` is `ListingOfCartLine`.
    private static func short(_ full: String, dropping rooms: Int) -> String {
        var word = ""
        var words: [String] = []
        var depth = 0
        for character in full + "." {
            switch character {
            // The compiler's word for a type that stands in a function: `(unknown context at $5581)`.
            case "(": depth += 1
            case ")": depth -= 1
            case _ where depth > 0: break
            case "<", ",", ">", " ":
                words.append(word)
                word = ""
            default: word.append(character)
            }
        }
        words.append(word)
        return words.map { word in
            let parts = word.split(separator: ".")
            return parts.dropFirst(parts.count > 1 ? rooms : 0).joined()
        }.filter { !$0.isEmpty }.joined(separator: "Of")
    }
}
