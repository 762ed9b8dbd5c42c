import Values

/// Notes what one type asks its decoder for.
final class Recorder {
    let path: [String]
    let types: [any Decodable.Type]
    private var members: [Schema.Member] = []
    private var isObject = false
    private var single: Schema?
    private var optional: Set<String> = []
    /// A member whose presence was asked for, until it is decoded; `decodeIfPresent` asks so, and then for null.
    private var asked: String?
    private var trouble: String?

    init(path: [String], types: [any Decodable.Type]) {
        self.path = path
        self.types = types
    }

    func beginObject() { isObject = true }

    func fail(_ reason: String) { trouble = trouble ?? reason }

    func asksPresence(of key: String) {
        if let asked { fail("decides by the presence of \(asked), so it has to declare its schema") }
        asked = key
    }

    func asksNull(of key: String) {
        if asked != key { fail("decides by \(key) being null, so it has to declare its schema") }
        asked = nil
        optional.insert(key)
    }

    func member<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
        if let asked { fail("decides by the presence of \(asked), so it has to declare its schema") }
        let (schema, value) = try Probe.walk(type, at: path + [key], within: types)
        if !members.contains(where: { $0.name == key }) {
            let isOptional = optional.contains(key)
            members.append(Schema.Member(key, isOptional ? schema.nullable : schema, isRequired: !isOptional))
        }
        return value
    }

    func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (schema, value) = try Probe.walk(type, at: path, within: types)
        if single != nil { fail("tries several forms, so it has to declare its schema") }
        single = schema
        return value
    }

    /// What was found. A type that asked for nothing is an empty object.
    func schema() throws(Schema.Unprobed) -> Schema {
        if let asked { fail("decides by the presence of \(asked), so it has to declare its schema") }
        if single != nil, isObject { fail("tries several forms, so it has to declare its schema") }
        if let trouble {
            throw Schema.Unprobed(
                type: types.last.map { Probe.readable($0) } ?? "", member: path.joined(separator: "."), reason: trouble)
        }
        return single ?? .object(members)
    }
}

/// The decoder a type meets while it is probed.
struct Decoding: Decoder {
    let recorder: Recorder
    var codingPath: [any CodingKey] { recorder.path.map { Key($0) } }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        recorder.beginObject()
        return KeyedDecodingContainer(Keyed<Key>(recorder: recorder))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw undeclared("reads an array by hand") }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(recorder: recorder) }

    fileprivate func undeclared(_ what: String) -> Schema.Unprobed {
        Schema.Unprobed(
            type: recorder.types.last.map { Probe.readable($0) } ?? "", member: recorder.path.joined(separator: "."),
            reason: "\(what), so it has to declare its schema")
    }

    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        recorder.fail("reads names it doesn't know, so it has to declare its schema")
        return []
    }

    func contains(_ key: Key) -> Bool {
        recorder.asksPresence(of: key.stringValue)
        return true
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        recorder.asksNull(of: key.stringValue)
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try recorder.member(type, key.stringValue)
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try recorder.member(type, key.stringValue) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try recorder.member(type, key.stringValue) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try recorder.member(type, key.stringValue) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try recorder.member(type, key.stringValue) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try recorder.member(type, key.stringValue) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try recorder.member(type, key.stringValue) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try recorder.member(type, key.stringValue) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try recorder.member(type, key.stringValue) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try recorder.member(type, key.stringValue) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try recorder.member(type, key.stringValue) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try recorder.member(type, key.stringValue) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try recorder.member(type, key.stringValue) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try recorder.member(type, key.stringValue) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try recorder.member(type, key.stringValue) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw Decoding(recorder: recorder).undeclared("reads \(key.stringValue) by hand")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw Decoding(recorder: recorder).undeclared("reads \(key.stringValue) by hand")
    }

    func superDecoder() throws -> any Decoder { throw Decoding(recorder: recorder).undeclared("has a superclass") }
    func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder() }
}

private struct Single: SingleValueDecodingContainer {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool {
        recorder.fail("decides by being null, so it has to declare its schema")
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try recorder.value(type) }
    func decode(_ type: Bool.Type) throws -> Bool { try recorder.value(type) }
    func decode(_ type: String.Type) throws -> String { try recorder.value(type) }
    func decode(_ type: Double.Type) throws -> Double { try recorder.value(type) }
    func decode(_ type: Float.Type) throws -> Float { try recorder.value(type) }
    func decode(_ type: Int.Type) throws -> Int { try recorder.value(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try recorder.value(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try recorder.value(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try recorder.value(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try recorder.value(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try recorder.value(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try recorder.value(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try recorder.value(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try recorder.value(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try recorder.value(type) }
}
