/// A JSON document (RFC 8259) as a value. An object keeps the order of its members.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case string(String)
    case array([JSON])
    case object(Object)

    /// An object's members, in order, no name twice.
    package struct Object: Hashable, Sendable {
        package var members: [Member]

        package struct Member: Hashable, Sendable {
            package let name: String
            package var value: JSON

            package init(name: String, value: JSON) {
                self.name = name
                self.value = value
            }
        }

        package init(_ members: [Member] = []) { self.members = members }

        /// The member's value, or nil when there is none. Setting replaces it where it stands, appends it, or with nil
        /// removes it.
        package subscript(name: String) -> JSON? {
            get { members.first { $0.name == name }?.value }
            set {
                let place = members.firstIndex { $0.name == name }
                switch (place, newValue) {
                case (let place?, let value?): members[place].value = value
                case (let place?, nil): members.remove(at: place)
                case (nil, let value?): members.append(Member(name: name, value: value))
                case (nil, nil): break
                }
            }
        }
    }
}

extension JSON {
    /// Written without any white space.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    package var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }

    package var isNull: Bool { self == .null }

    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// Any number, as a real one.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }

    package var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

    package var object: Object? { if case .object(let value) = self { value } else { nil } }

    /// An object's member; nil when there is none or this is no object.
    package subscript(name: String) -> JSON? { object?[name] }

    /// An array's element; nil when there is none or this is no array.
    package subscript(place: Int) -> JSON? {
        guard let array, array.indices.contains(place) else { return nil }
        return array[place]
    }

    /// What this is, in words for people: `a text`, `an object`.
    package var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .real: "a number with decimals"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSON: CustomStringConvertible {
    package var description: String { text }
}
