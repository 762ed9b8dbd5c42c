/// Reads an object's members.
struct JSONObjectTree<Key: CodingKey>: KeyedDecodingContainerProtocol {
    /// Up to here, looking through the members is faster than making an index of them.
    private static var fewLimit: Int { 16 }

    private let object: JSON.Object
    private let index: [String: JSON]?
    private let path: JSONTree.Path?

    init(_ object: JSON.Object, path: JSONTree.Path?) {
        self.object = object
        self.path = path
        index = object.members.count <= Self.fewLimit ? nil
            : Dictionary(object.members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    var codingPath: [any CodingKey] { JSONTree.Path.keys(path) }
    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { value(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
        if let value = value(key) { value.isNull } else { try member(key).value.isNull }
    }


    // What is right is taken as it stands; only a fault needs the way that led to it, which costs memory.
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        if case .bool(let bool) = value(key) { bool } else { try member(key).decode(type) }
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        if case .string(let text) = value(key) { text } else { try member(key).decode(type) }
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try member(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).decode(type) }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        if case .integer(let number) = value(key) { Int(number) } else { try member(key).decode(type) }
    }

    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try member(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try member(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try member(key).decode(type) }

    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        if case .integer(let number) = value(key) { number } else { try member(key).decode(type) }
    }

    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try member(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try member(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try member(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try member(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try member(key).decode(type) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try member(key).decode(type) }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
        try member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        let key = JSONName.parent
        return JSONTree(object[key.stringValue] ?? .null, path: JSONTree.Path(key, after: path))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        JSONTree(value(key) ?? .null, path: JSONTree.Path(key, after: path))
    }

    private func value(_ key: Key) -> JSON? {
        if let index { index[key.stringValue] } else { object[key.stringValue] }
    }

    private func member(_ key: Key) throws -> JSONTree {
        guard let value = value(key) else { throw JSONTree.fault("is missing", at: codingPath + [key]) }
        return JSONTree(value, path: JSONTree.Path(key, after: path))
    }
}

/// Reads an array's elements.
struct JSONArrayTree: UnkeyedDecodingContainer {
    private let elements: [JSON]
    private let path: JSONTree.Path?
    private(set) var currentIndex = 0

    init(_ elements: [JSON], path: JSONTree.Path?) {
        self.elements = elements
        self.path = path
    }

    var codingPath: [any CodingKey] { JSONTree.Path.keys(path) }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    /// Steps over a null, and over nothing else.
    mutating func decodeNil() throws -> Bool {
        guard try element().value.isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try step { try $0.decode(type) } }
    mutating func decode(_ type: String.Type) throws -> String { try step { try $0.decode(type) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try step { try $0.decode(type) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try step { try $0.decode(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try step { try $0.decode(type) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try step { try $0.decode(type) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try step { try $0.decode(type) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try step { try $0.decode(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try step { try $0.decode(type) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try step { try $0.decode(type) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try step { try $0.decode(type) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try step { try $0.decode(type) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try step { try $0.decode(type) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try step { try $0.decode(type) } }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try step { try $0.decode(type) } }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try step { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try step { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try step { $0 } }

    private func element() throws -> JSONTree {
        let key = JSONName(intValue: currentIndex)
        guard elements.indices.contains(currentIndex) else {
            throw JSONTree.fault("is missing", at: codingPath + [key])
        }
        return JSONTree(elements[currentIndex], path: JSONTree.Path(key, after: path))
    }

    private mutating func step<Value>(_ read: (JSONTree) throws -> Value) throws -> Value {
        let value = try read(element())
        currentIndex += 1
        return value
    }
}
