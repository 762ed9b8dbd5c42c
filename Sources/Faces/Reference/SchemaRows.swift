import Values

/// A JSON schema as the rows of a table: a member each, those of objects within indented under them.
enum SchemaRows {
    /// Deeper ones are described where they have a name of their own.
    private static let depthLimit = 4

    /// What a schema is, in few words, and the name of the schema it points to.
    struct Kind {
        let text: String
        let reference: String?

        init(_ text: String, _ reference: String? = nil) {
            self.text = text
            self.reference = reference
        }
    }

    static func of(_ schema: JSON, level: Int = 0) -> [[String: Any]] {
        guard level < depthLimit else { return [] }
        if let items = schema["items"] { return of(items, level: level) }
        if let forms = (schema["oneOf"] ?? schema["anyOf"])?.array {
            return forms.filter { $0["type"]?.string != "null" }.flatMap { of($0, level: level) }
        }
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        return (schema["properties"]?.object?.members ?? []).flatMap { member in
            [row(member.name, member.value, isRequired: required.contains(member.name), level: level)]
                + of(member.value, level: level + 1)
        }
    }

    /// The schema a reference points to; any other as it is.
    static func resolved(_ schema: JSON, in document: JSON) -> JSON {
        guard let name = type(schema).reference, schema["$ref"] != nil else { return schema }
        return document["components"]?["schemas"]?[name] ?? schema
    }

    /// What the templates show of a schema wherever one stands.
    static func shown(_ schema: JSON) -> [String: Any] {
        let (kind, rows) = (type(schema), of(schema))
        return [
            "type": kind.text, "reference": kind.reference ?? "", "hasReference": kind.reference != nil, "rows": rows,
            "hasRows": !rows.isEmpty,
        ]
    }

    static func row(
        _ name: String, _ schema: JSON, isRequired: Bool, level: Int, sentence: String? = nil, place: String? = nil
    ) -> [String: Any] {
        let kind = type(schema)
        return [
            "name": name, "type": kind.text, "reference": kind.reference ?? "",
            "hasReference": kind.reference != nil, "isRequired": isRequired,
            "level": String(level), "sentence": sentence ?? schema["description"]?.string ?? "", "place": place ?? "",
            "bounds": bounds(schema),
        ]
    }

    static func type(_ schema: JSON) -> Kind {
        if let reference = schema["$ref"]?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? reference
            return Kind(name, name)
        }
        if let choices = schema["enum"]?.array {
            return Kind(choices.map { $0.string ?? $0.text }.joined(separator: " | "))
        }
        if let fixed = schema["const"] { return Kind(fixed.string ?? fixed.text) }
        if let forms = (schema["anyOf"] ?? schema["oneOf"])?.array {
            let kinds = forms.map(type)
            return Kind(kinds.map(\.text).joined(separator: " or "), kinds.compactMap(\.reference).first)
        }
        if let items = schema["items"] {
            let kind = type(items)
            return Kind("list of \(kind.text)", kind.reference)
        }
        if let values = schema["additionalProperties"], values.object != nil {
            let kind = type(values)
            return Kind("object of \(kind.text)", kind.reference)
        }
        if let names = schema["type"]?.array { return Kind(names.compactMap(\.string).joined(separator: " or ")) }
        let name = schema["type"]?.string ?? "any"
        return Kind(schema["format"]?.string.map { "\(name) (\($0))" } ?? name)
    }

    private static func bounds(_ schema: JSON) -> String {
        var words: [String] = []
        func range(_ low: String, _ high: String, _ unit: String) {
            switch (schema[low]?.integer, schema[high]?.integer) {
            case (let low?, let high?): words.append("\(low) to \(high)\(unit)")
            case (nil, let high?): words.append("at most \(high)\(unit)")
            case (let low?, nil): words.append("at least \(low)\(unit)")
            case (nil, nil): break
            }
        }
        range("minimum", "maximum", "")
        range("minLength", "maxLength", " characters")
        range("minItems", "maxItems", " items")
        if let example = schema["examples"]?[0] { words.append("as \(example.text)") }
        return words.joined(separator: ", ")
    }
}
