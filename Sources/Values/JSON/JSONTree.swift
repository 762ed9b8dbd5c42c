/// The decoder of one JSON value, which knows the way that led to it.
struct JSONTree: Decoder {
    let value: JSON
    let path: Path?

    /// The steps to a value, the last one first: a step costs one small object, and a pointer is made only for a fault.
    final class Path {
        let key: any CodingKey
        let before: Path?

        init(_ key: any CodingKey, after before: Path?) {
            self.key = key
            self.before = before
        }

        /// The steps from the document's top.
        static func keys(_ path: Path?) -> [any CodingKey] {
            var keys: [any CodingKey] = []
            var step = path
            while let here = step {
                keys.append(here.key)
                step = here.before
            }
            return keys.reversed()
        }
    }

    init(_ value: JSON, path: Path?) {
        self.value = value
        self.path = path
    }

    var codingPath: [any CodingKey] { Path.keys(path) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw wrong("an object") }
        return KeyedDecodingContainer(JSONObjectTree(object, path: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw wrong("a list") }
        return JSONArrayTree(elements, path: path)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func wrong(_ expected: String) -> JSONCoding.Fault {
        fault("is \(value.kindInWords) where \(expected) is expected")
    }

    func fault(_ reason: String) -> JSONCoding.Fault { Self.fault(reason, at: codingPath) }

    static func fault(_ reason: String, at path: [any CodingKey]) -> JSONCoding.Fault {
        JSONCoding.Fault(pointer: path.map { JSONPointer.step($0.stringValue) }.joined(), reason: reason)
    }
}

extension JSONTree: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value.isNull }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let bool) = value else { throw wrong("true or false") }
        return bool
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw wrong("a text") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let number = value.number else { throw wrong("a number") }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    /// What a value's own `init(from:)` throws is handed on with the way that led there.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try Value(from: self)
        } catch let malformed as Malformed {
            throw fault(malformed.reason)
        } catch let error as DecodingError {
            throw fault(for: error, of: type)
        }
    }

    /// 1.0 is a whole number to JSON Schema, and so it is here.
    private func integer<Number: FixedWidthInteger>() throws -> Number {
        switch value {
        case .integer(let whole):
            guard let number = Number(exactly: whole) else { throw fault("is out of range") }
            return number
        case .real(let real):
            guard let number = Number(exactly: real) else {
                throw real == real.rounded() ? fault("is out of range") : wrong("a whole number")
            }
            return number
        default: throw wrong("a whole number")
        }
    }

    /// The standard library's own complaints; its words for a name that no case has would mean nothing to a client.
    private func fault<Value>(for error: DecodingError, of type: Value.Type) -> JSONCoding.Fault {
        switch error {
        case .keyNotFound(let key, let context): Self.fault("is missing", at: context.codingPath + [key])
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            Self.fault(context.debugDescription, at: context.codingPath)
        case .dataCorrupted(let context):
            Self.fault(
                Self.names(of: type).map { "is none of \($0)" } ?? context.debugDescription, at: context.codingPath)
        @unknown default: fault("can't be read")
        }
    }

    /// The raw values of an enum, to be told to whoever sent another.
    private static func names(of type: Any.Type) -> String? {
        guard let cases = type as? any CaseIterable.Type else { return nil }
        func names<Value: CaseIterable>(_ type: Value.Type) -> [String] {
            type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        }
        let all = names(cases)
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }
}
