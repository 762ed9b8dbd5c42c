/// Writes and reads `Codable` values as JSON.
package enum JSONCoding {
    /// The value's JSON in one pass, without a tree in between; members that are nil are left out. Throws what the
    /// value's own `encode(to:)` throws, and `Fault` for a number JSON has no word for.
    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        try written(value) { $0.bytes }
    }

    /// The same as text.
    package static func text(_ value: some Encodable) throws -> String {
        try written(value) { $0.text }
    }

    private static func written<Form>(_ value: some Encodable, as form: (borrowing JSONWriter) -> Form) throws -> Form {
        if let own = value as? any JSONWritable {
            var writer = JSONWriter()
            own.write(to: &writer)
            return form(writer)
        }
        let stream = JSONStream()
        try stream.write(value, at: 0)
        if let failure = stream.failure { throw failure }
        return form(stream.writer)
    }

    /// The value's JSON as a tree.
    package static func json(_ value: some Encodable) throws -> JSON { try JSON.parse(bytes(value)) }

    /// Throws `JSON.Fault` when the bytes are no JSON, `Fault` when they are not this value's.
    package static func value<Value: Decodable>(
        _ type: Value.Type, from bytes: [UInt8], within limits: JSON.Limits = .standard
    ) throws -> Value {
        try value(type, from: JSON.parse(bytes, within: limits))
    }

    /// Throws `Fault` when the JSON is not this value's.
    package static func value<Value: Decodable>(_ type: Value.Type, from json: JSON) throws -> Value {
        try JSONTree(json, path: nil).decode(type)
    }

    /// What is wrong with a value, and where.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        /// A JSON pointer (RFC 6901): `/lines/0/quantity`; the whole document is the empty pointer.
        package let pointer: String
        /// Fit to be shown to whoever sent it.
        package let reason: String

        package init(pointer: String, reason: String) {
            self.pointer = pointer
            self.reason = reason
        }

        package var description: String { pointer.isEmpty ? reason : "\(pointer): \(reason)" }
    }
}

extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        if let tree = decoder as? JSONTree {
            self = tree.value
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .real(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            let members = try container.decode([String: JSON].self).sorted { $0.key < $1.key }
            self = .object(Object(members.map { Object.Member(name: $0.key, value: $0.value) }))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .real(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let object):
            var members = encoder.container(keyedBy: JSONName.self)
            for member in object.members { try members.encode(member.value, forKey: JSONName(member.name)) }
        }
    }
}

/// A member's name, or an element's place, where no type says which there are.
enum JSONName: CodingKey {
    case name(String)
    case place(Int)

    init(_ name: String) { self = .name(name) }
    init?(stringValue: String) { self = .name(stringValue) }
    init(intValue: Int) { self = .place(intValue) }

    var stringValue: String {
        switch self {
        case .name(let name): name
        case .place(let place): String(place)
        }
    }

    var intValue: Int? { if case .place(let place) = self { place } else { nil } }

    static let parent = JSONName("super")
}
