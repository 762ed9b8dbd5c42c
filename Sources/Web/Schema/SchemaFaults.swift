import Values

extension Schema {
    /// More faults than this are not worth telling.
    package static let faultLimit = 100

    /// Everything in `json` that the schema forbids, each with a pointer (RFC 6901, as a URI fragment). Empty when
    /// it fits.
    package func faults(in json: JSON, at pointer: String = "#") -> [Problem.Fault] {
        var check = Check()
        check.visit(json, self, pointer)
        return check.faults
    }
}

/// Walks a value along its schema and notes what doesn't fit.
private struct Check {
    private(set) var faults: [Problem.Fault] = []

    private mutating func note(_ pointer: String, _ detail: String) {
        if faults.count < Schema.faultLimit { faults.append(Problem.Fault(pointer, detail)) }
    }

    mutating func visit(_ json: JSON, _ schema: Schema, _ pointer: String) {
        if schema.isNullable, json == .null { return }
        switch schema.shape {
        case .anything, .upload: break
        case .boolean:
            if case .bool = json {} else { note(pointer, "must be true or false") }
        case .integer(let range): integer(json, range, pointer)
        case .number(let range): number(json, range, pointer)
        case .string(let rule): text(json, rule, pointer)
        case .choice(let names):
            if case .string(let name) = json, names.contains(name) {} else {
                note(pointer, "must be one of \(names.joined(separator: ", "))")
            }
        case .array(let item, let count): array(json, item, count, pointer)
        case .object(let members): object(json, members, pointer)
        case .dictionary(let value, let keys, let count): dictionary(json, value, keys, count, pointer)
        case .anyOf(let forms): anyOf(json, forms, pointer)
        case .oneOf(let tag, let variants): oneOf(json, tag, variants, pointer)
        case .reference(let reference): visit(json, reference.target(), pointer)
        }
    }

    private mutating func integer(_ json: JSON, _ range: ClosedRange<Int64>, _ pointer: String) {
        guard case .integer(let number) = json else { return note(pointer, "must be an integer") }
        if !range.contains(number) {
            note(pointer, "must be from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    private mutating func number(_ json: JSON, _ range: ClosedRange<Double>, _ pointer: String) {
        let number: Double
        switch json {
        case .integer(let whole): number = Double(whole)
        case .real(let real): number = real
        default: return note(pointer, "must be a number")
        }
        if !range.contains(number) { note(pointer, "must be from \(range.lowerBound) to \(range.upperBound)") }
    }

    private mutating func text(_ json: JSON, _ rule: Schema.Text, _ pointer: String) {
        guard case .string(let text) = json else { return note(pointer, "must be a text") }
        // The UTF-8 length bounds the number of scalars, and costs nothing.
        let bytes = text.utf8.count
        if bytes > rule.length.upperBound || bytes < rule.length.lowerBound * 4 {
            let length = text.unicodeScalars.count
            if length < rule.length.lowerBound {
                let least = rule.length.lowerBound
                return note(pointer, length == 0 ? "must not be empty" : "must have \(least) characters or more")
            }
            if length > rule.length.upperBound {
                return note(pointer, "must have \(rule.length.upperBound) characters at most")
            }
        }
        if let pattern = rule.pattern {
            if !pattern.isValid(text) { note(pointer, pattern.reason) }
        } else if text.utf8.contains(0) {
            note(pointer, "must not contain the character U+0000")
        }
    }

    private mutating func array(_ json: JSON, _ item: Schema, _ count: ClosedRange<Int>, _ pointer: String) {
        guard case .array(let items) = json else { return note(pointer, "must be an array") }
        guard count.contains(items.count) else {
            return note(pointer, "must have \(count.lowerBound) to \(count.upperBound) items")
        }
        for (place, value) in items.enumerated() { visit(value, item, "\(pointer)/\(place)") }
    }

    private mutating func object(_ json: JSON, _ members: [Schema.Member], _ pointer: String) {
        guard case .object(let object) = json else { return note(pointer, "must be an object") }
        var present = Set<String>()
        for given in object.members {
            present.insert(given.name)
            if let member = members.first(where: { $0.name == given.name }) {
                visit(given.value, member.schema, pointer.appending(member: given.name))
            } else {
                note(pointer.appending(member: given.name), "is not known here")
            }
        }
        for member in members where member.isRequired && !present.contains(member.name) {
            note(pointer.appending(member: member.name), "is missing")
        }
    }

    private mutating func dictionary(
        _ json: JSON, _ value: Schema, _ keys: Schema, _ count: ClosedRange<Int>, _ pointer: String
    ) {
        guard case .object(let object) = json else { return note(pointer, "must be an object") }
        guard count.contains(object.members.count) else {
            return note(pointer, "must have \(count.lowerBound) to \(count.upperBound) members")
        }
        for member in object.members {
            let place = pointer.appending(member: member.name)
            for fault in keys.faults(in: .string(member.name)) { note(place, "its name \(fault.detail)") }
            visit(member.value, value, place)
        }
    }

    private mutating func anyOf(_ json: JSON, _ forms: [Schema], _ pointer: String) {
        var nearest: [Problem.Fault]?
        for form in forms {
            let faults = form.faults(in: json, at: pointer)
            if faults.isEmpty { return }
            // A fault at the value itself means that it is of another type altogether.
            let isNear = !faults.contains { $0.pointer == pointer }
            if isNear, faults.count < nearest?.count ?? .max { nearest = faults }
        }
        for fault in nearest ?? [Problem.Fault(pointer, "fits none of the forms allowed here")] {
            note(fault.pointer, fault.detail)
        }
    }

    private mutating func oneOf(_ json: JSON, _ tag: String, _ variants: [Schema.Variant], _ pointer: String) {
        guard case .object(let object) = json else { return note(pointer, "must be an object") }
        let given = object.members.first { $0.name == tag }?.value
        if case .string(let name)? = given, let variant = variants.first(where: { $0.name == name }) {
            self.object(json, [variant.tagMember(tag)] + variant.members, pointer)
        } else if given == nil {
            note(pointer.appending(member: tag), "is missing")
        } else {
            note(pointer.appending(member: tag), "must be one of \(variants.map(\.name).joined(separator: ", "))")
        }
    }
}

extension String {
    /// This JSON pointer with one more step. A name far longer than any of ours is cut, not echoed.
    func appending(member name: String) -> String {
        let needsEscape = name.utf8.contains { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }
        guard needsEscape || name.utf8.count > 100 else { return "\(self)/\(name)" }
        let escaped = name.unicodeScalars.prefix(100).map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }
        return "\(self)/\(escaped.joined())"
    }
}
