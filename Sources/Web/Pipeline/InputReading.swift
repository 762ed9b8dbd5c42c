import Values

extension InputPlan {
    /// More parameters than this are refused unread.
    static let parameterLimit = 100

    /// The whole input as one object, from all parts of a request. Throws a `Problem` that lists all their faults.
    func read(_ request: Request, pathValues: [String]) throws(Problem) -> (json: JSON, upload: Upload?) {
        var input = JSON.Object()
        for (member, text) in zip(path, pathValues) {
            let value = Self.typed(text, as: member.schema)
            guard member.schema.faults(in: value).isEmpty else { throw .notFound }
            input[member.name] = value
        }
        var faults: [Problem.Fault] = []
        try readHeaders(request.head.headers, into: &input, &faults)
        readQuery(request.head.query, into: &input, &faults)
        if let body { try readBody(request.body, body, into: &input, &faults) }
        guard faults.isEmpty else { throw .invalidInput(Array(faults.prefix(Schema.faultLimit))) }
        guard wantsUpload else { return (.object(input), nil) }
        input["upload"] = .object(JSON.Object())
        let mediaType = request.head.headers["Content-Type"].map(MediaType.essence) ?? ""
        return (.object(input), Upload(mediaType: mediaType, bytes: request.body, stream: request.stream))
    }

    /// What a decoder found wrong with an input that fitted its schema, told where it came from.
    func problem(_ fault: JSONCoding.Fault) -> Problem {
        let steps = fault.pointer.split(separator: "/", maxSplits: 1)
        let first = steps.first.map(String.init) ?? ""
        if path.contains(where: { $0.name == first }) { return .notFound }
        let pointer = if let field = headers.first(where: { $0.member.name == first }) {
            "header:\(field.name)"
        } else if query.contains(where: { ($0.group ?? $0.member.name) == first }) {
            "query:\(query.contains { $0.group == first } ? steps.dropFirst().first.map(String.init) ?? first : first)"
        } else {
            "#\(fault.pointer)"
        }
        return .invalidInput([Problem.Fault(pointer, fault.reason)])
    }

    private func readHeaders(
        _ given: Headers, into input: inout JSON.Object, _ faults: inout [Problem.Fault]
    ) throws(Problem) {
        for field in headers {
            let values = given.all(field.name)
            let pointer = "header:\(field.name)"
            guard let text = values.first else {
                if field.member.isRequired {
                    if let missing = field.missing { throw missing }
                    faults.append(Problem.Fault(pointer, "is missing"))
                }
                continue
            }
            guard values.count == 1 else {
                faults.append(Problem.Fault(pointer, "is given more than once"))
                continue
            }
            let value = Self.typed(text, as: field.member.schema)
            faults += field.member.schema.faults(in: value, at: pointer)
            input[field.member.name] = value
        }
    }

    private func readQuery(_ text: String, into input: inout JSON.Object, _ faults: inout [Problem.Fault]) {
        for group in Set(query.compactMap(\.group)) { input[group] = .object(JSON.Object()) }
        var given: [(name: String, values: [String])] = []
        for pair in text.split(separator: "&").prefix(Self.parameterLimit + 1) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Percent.decoded(sides[0], plusIsSpace: true),
                  let value = Percent.decoded(sides.count > 1 ? sides[1] : "", plusIsSpace: true) else {
                faults.append(Problem.Fault("query:\(sides[0].prefix(100))", "is no percent-encoded UTF-8 text"))
                continue
            }
            if let place = given.firstIndex(where: { $0.name == name }) {
                given[place].values.append(value)
            } else {
                given.append((name, [value]))
            }
        }
        for (name, values) in given {
            let pointer = "query:\(name.prefix(100))"
            guard let parameter = query.first(where: { $0.member.name == name }) else {
                faults.append(Problem.Fault(pointer, "is not known here"))
                continue
            }
            guard let value = Self.typed(values, as: parameter.member.schema) else {
                faults.append(Problem.Fault(pointer, "is given more than once"))
                continue
            }
            faults += parameter.member.schema.faults(in: value, at: pointer)
            put(value, of: parameter, into: &input)
        }
        let names = given.map(\.name)
        for member in query.map(\.member) where member.isRequired && !names.contains(member.name) {
            faults.append(Problem.Fault("query:\(member.name)", "is missing"))
        }
    }

    private func put(_ value: JSON, of parameter: Parameter, into input: inout JSON.Object) {
        guard let group = parameter.group else {
            input[parameter.member.name] = value
            return
        }
        var object = input[group]?.object ?? JSON.Object()
        object[parameter.member.name] = value
        input[group] = .object(object)
    }

    private func readBody(
        _ bytes: [UInt8], _ schema: Schema, into input: inout JSON.Object, _ faults: inout [Problem.Fault]
    ) throws(Problem) {
        let json: JSON
        if bytes.isEmpty {
            json = .object(JSON.Object())
        } else {
            do { json = try JSON.parse(bytes) } catch { throw .malformedJSON(error) }
        }
        faults += schema.faults(in: json)
        for member in json.object?.members ?? [] where input[member.name] == nil { input[member.name] = member.value }
    }

    /// A text as what the schema wants, where it can be read so; else as it is, for the schema to find fault with.
    private static func typed(_ text: String, as schema: Schema) -> JSON {
        switch schema.shape {
        case .integer: Int64(text).map(JSON.integer) ?? .string(text)
        case .number: Double(text).flatMap { $0.isFinite ? .real($0) : nil } ?? .string(text)
        case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        default: .string(text)
        }
    }

    /// Nil when there are several and one is wanted.
    private static func typed(_ texts: [String], as schema: Schema) -> JSON? {
        if case .array(let item, _) = schema.shape { return .array(texts.map { typed($0, as: item) }) }
        // Written so, because a bare `nil` would be read as JSON's null.
        guard texts.count == 1 else { return Optional<JSON>.none }
        return typed(texts[0], as: schema)
    }
}

/// Names of media types, as `Content-Type` gives them.
package enum MediaType {
    /// `Application/JSON; charset=utf-8` is `application/json`.
    package static func essence(_ field: String) -> String {
        let name = field.split(separator: ";", maxSplits: 1).first ?? ""
        return name.filter { $0 != " " && $0 != "\t" }.lowercased()
    }

    /// JSON is UTF-8 (RFC 8259, section 8.1); a field that says another charset is refused.
    static func isJSON(_ field: String) -> Bool {
        guard essence(field) == "application/json" else { return false }
        return field.split(separator: ";").dropFirst().allSatisfy { parameter in
            let sides = parameter.split(separator: "=", maxSplits: 1)
                .map { side in side.filter { !" \t\"".contains($0) }.lowercased() }
            return sides.first != "charset" || sides.last == "utf-8"
        }
    }
}
