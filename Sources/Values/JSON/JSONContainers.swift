/// Writes an object's members.
struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let stream: JSONStream
    let place: JSONStream.Place

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws {
        try name(key)
        stream.writer.null()
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        try name(key)
        stream.writer.bool(value)
    }

    func encode(_ value: String, forKey key: Key) throws {
        try name(key)
        stream.writer.string(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        try name(key)
        try stream.write(real: value)
    }

    func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
    func encode(_ value: Int, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try integer(value, key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try name(key)
        try stream.write(value, at: place.depth)
    }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
        KeyedEncodingContainer(JSONMembers<Inner>(stream: stream, place: nested(.object, key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONElements(stream: stream, place: nested(.array, key))
    }

    func superEncoder() -> any Encoder { parentEncoder(JSONName.parent.stringValue) }

    func superEncoder(forKey key: Key) -> any Encoder { parentEncoder(key.stringValue) }

    private func name(_ key: Key) throws {
        try stream.turn(to: place)
        stream.writer.name(key.stringValue)
    }

    private func integer(_ value: some BinaryInteger, _ key: Key) throws {
        try name(key)
        try stream.write(integer: value)
    }

    private func nested(_ kind: JSONStream.Kind, _ key: Key) -> JSONStream.Place {
        guard stream.turned(to: place) else { return place }
        stream.writer.name(key.stringValue)
        return stream.begin(kind, at: place.depth)
    }

    private func parentEncoder(_ name: String) -> any Encoder {
        if stream.turned(to: place) { stream.writer.name(name) }
        return stream.parentEncoder(at: place)
    }
}

/// Writes an array's elements.
struct JSONElements: UnkeyedEncodingContainer {
    let stream: JSONStream
    let place: JSONStream.Place
    private(set) var count = 0

    init(stream: JSONStream, place: JSONStream.Place) {
        self.stream = stream
        self.place = place
    }

    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() throws {
        try step()
        stream.writer.null()
    }

    mutating func encode(_ value: Bool) throws {
        try step()
        stream.writer.bool(value)
    }

    mutating func encode(_ value: String) throws {
        try step()
        stream.writer.string(value)
    }

    mutating func encode(_ value: Double) throws {
        try step()
        try stream.write(real: value)
    }

    mutating func encode(_ value: Float) throws { try encode(Double(value)) }
    mutating func encode(_ value: Int) throws { try integer(value) }
    mutating func encode(_ value: Int8) throws { try integer(value) }
    mutating func encode(_ value: Int16) throws { try integer(value) }
    mutating func encode(_ value: Int32) throws { try integer(value) }
    mutating func encode(_ value: Int64) throws { try integer(value) }
    mutating func encode(_ value: UInt) throws { try integer(value) }
    mutating func encode(_ value: UInt8) throws { try integer(value) }
    mutating func encode(_ value: UInt16) throws { try integer(value) }
    mutating func encode(_ value: UInt32) throws { try integer(value) }
    mutating func encode(_ value: UInt64) throws { try integer(value) }

    mutating func encode(_ value: some Encodable) throws {
        try step()
        try stream.write(value, at: place.depth)
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONMembers<Key>(stream: stream, place: nested(.object)))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONElements(stream: stream, place: nested(.array))
    }

    mutating func superEncoder() -> any Encoder {
        count += 1
        _ = stream.turned(to: place)
        return stream.parentEncoder(at: place)
    }

    private mutating func step() throws {
        try stream.turn(to: place)
        count += 1
    }

    private mutating func integer(_ value: some BinaryInteger) throws {
        try step()
        try stream.write(integer: value)
    }

    private mutating func nested(_ kind: JSONStream.Kind) -> JSONStream.Place {
        guard stream.turned(to: place) else { return place }
        count += 1
        return stream.begin(kind, at: place.depth)
    }
}
