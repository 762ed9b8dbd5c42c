/// A value that writes its own JSON, without the containers of Codable in between: some twenty times as fast. It is for
/// the few types that answers hold by the hundred.
///
/// What is written has to be what the value's `init(from:)` reads; tests hold each type to that.
@usableFromInline
package protocol JSONWritable: Encodable {
    func write(to writer: inout JSONWriter)
}

extension JSONWritable {
    package func encode(to encoder: any Encoder) throws {
        guard let own = encoder as? JSONStreamEncoder else { return try JSONCoding.json(self).encode(to: encoder) }
        try own.write(self)
    }
}

/// A value that reads itself from JSON at once, for the same few types.
package protocol JSONReadable: Decodable {
    /// Nil for anything unusual: reading it by its containers then says what is wrong, and where.
    init?(json: JSON)

    init(containersOf decoder: any Decoder) throws
}

extension JSONReadable {
    package init(from decoder: any Decoder) throws {
        if let tree = decoder as? JSONTree, let value = Self(json: tree.value) {
            self = value
        } else {
            try self.init(containersOf: decoder)
        }
    }
}

extension JSON {
    /// An array whose elements are all of one kind; nil for anything else.
    package func values<Value: JSONReadable>(_ type: Value.Type) -> [Value]? {
        guard case .array(let elements) = self else { return nil }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            guard let value = Value(json: element) else { return nil }
            values.append(value)
        }
        return values
    }
}

extension JSONStreamEncoder {
    fileprivate func write(_ value: some JSONWritable) throws {
        guard stream.writer.count == start else {
            throw JSONCoding.Fault(pointer: "", reason: "a value is written twice")
        }
        value.write(to: &stream.writer)
    }
}

/// Members of any writable kind are written where the kind is known: each of them asked the runtime for its type. That
/// takes `@usableFromInline` at everything they name, of which the compiler says nothing where it is missing.
extension JSONWriter {
    /// A member that is left out when it is nil.
    @inlinable
    package mutating func member(_ name: StaticString, _ value: (some JSONWritable)?) {
        guard let value else { return }
        self.name(name)
        value.write(to: &self)
    }

    package mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    package mutating func member(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        integer(value)
    }

    package mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    package mutating func member(_ name: StaticString, _ value: Int?) { member(name, value.map(Int64.init)) }

    @inlinable
    package mutating func member(_ name: StaticString, _ values: [some JSONWritable]) {
        self.name(name)
        beginArray()
        for value in values { value.write(to: &self) }
        endArray()
    }

    package mutating func member(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}
