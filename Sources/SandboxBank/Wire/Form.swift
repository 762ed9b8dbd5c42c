import Values
import Web

/// The parameters of a request as Stripe writes them: `amount=1250&metadata[order]=K7Q2&expand[]=latest_charge`.
struct Form {
    private(set) var pairs: [(name: String, value: String)] = []

    /// Enough for 50 metadata entries and everything else a request may say.
    static let pairLimit = 200

    /// Reads what a form or a query holds.
    init(urlEncoded bytes: some Collection<UInt8>) throws(StripeError) {
        for piece in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < Self.pairLimit else {
                throw StripeError(400, .invalidRequest, nil, "More than \(Self.pairLimit) parameters.", isStored: false)
            }
            let equals = piece.firstIndex(of: UInt8(ascii: "="))
            let name = Self.decoded(piece[..<(equals ?? piece.endIndex)])
            let value = Self.decoded(equals.map { piece[piece.index(after: $0)...] } ?? piece[piece.endIndex...])
            guard let name, let value else {
                throw StripeError(400, .invalidRequest, nil, "The parameters are not form-encoded UTF-8.",
                                  isStored: false)
            }
            pairs.append((name, value))
        }
    }

    /// Reads the members of a JSON object, for the sandbox's own requests, which take both.
    init(json bytes: [UInt8]) throws(StripeError) {
        guard case .object(let object)? = try? JSON.parse(bytes) else {
            throw StripeError(400, .invalidRequest, nil, "The body is no JSON object.", isStored: false)
        }
        pairs = object.members.map { ($0.name, $0.value.string ?? $0.value.text) }
    }

    /// Nil for a broken escape, broken UTF-8, or a NUL, which no text of ours holds.
    private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        return plain.contains(0) ? nil : String(validating: plain, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Form {
    /// Refuses a parameter the operation has no use for, as Stripe does: a misspelt one would go unnoticed.
    func allow(_ known: Set<Substring>) throws(StripeError) {
        for (name, _) in pairs {
            let stem = name.prefix { $0 != "[" }
            guard known.contains(stem) || stem == "expand" else {
                throw .invalid(String(stem), "Received unknown parameter: \(stem)", code: "parameter_unknown")
            }
        }
    }

    /// The last value of that name.
    subscript(name: String) -> String? { pairs.last { $0.name == name }?.value }

    /// A value that may be left out but not be empty.
    func text(_ name: String) throws(StripeError) -> String? {
        guard let value = self[name] else { return nil }
        guard !value.isEmpty else {
            throw .invalid(name, "You passed an empty string for '\(name)'.", code: "parameter_invalid_empty")
        }
        return value
    }

    func required(_ name: String) throws(StripeError) -> String {
        guard let value = try text(name) else { throw .missing(name) }
        return value
    }

    func integer(_ name: String) throws(StripeError) -> Int64? {
        guard let value = try text(name) else { return nil }
        guard let number = Int64(value) else {
            throw .invalid(name, "Invalid integer: \(value)", code: "parameter_invalid_integer")
        }
        return number
    }

    func flag(_ name: String) throws(StripeError) -> Bool {
        switch try text(name) {
        case nil, "false": false
        case "true": true
        case let other?: throw .invalid(name, "Invalid boolean: \(other)")
        }
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of kind: Choice.Type = Choice.self
    ) throws(StripeError) -> Choice? {
        guard let value = try text(name) else { return nil }
        guard let choice = Choice(rawValue: value) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(name, "Invalid \(name): must be one of \(words)")
        }
        return choice
    }

    /// The values of `expand[]` or `expand[0]`, …
    func list(_ name: String) -> [String] {
        pairs.filter { $0.name.hasPrefix(name + "[") }.map(\.value)
    }

    /// `metadata[order]=K7Q2`: at most 50 entries, names to 40 characters, values to 500
    /// (https://docs.stripe.com/api/metadata).
    func metadata(_ of: String = "metadata") throws(StripeError) -> [String: String] {
        var entries: [String: String] = [:]
        for (name, value) in pairs where name.hasPrefix("\(of)[") && name.hasSuffix("]") && !value.isEmpty {
            let key = String(name.dropFirst(of.count + 1).dropLast())
            guard (1...40).contains(key.count), value.count <= 500 else {
                throw .invalid(name, "Metadata names may be 40 characters long, values 500.")
            }
            entries[key] = value
        }
        guard entries.count <= 50 else { throw .invalid("metadata", "Metadata may have 50 entries.") }
        return entries
    }
}
