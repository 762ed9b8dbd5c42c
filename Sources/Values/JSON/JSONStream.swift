/// Writes `Encodable` values as they tell what they are made of.
///
/// Codable never says when a container is complete: one is closed as soon as a container around it is written to again,
/// or its value is done. Containers therefore have to be written one after the other; going back to one that was closed
/// is an error.
final class JSONStream {
    var writer = JSONWriter()
    /// The first thing that went wrong where Codable offers no way to throw.
    private(set) var failure: JSONCoding.Fault?
    private var open: [Level] = []
    private var opened = 0
    /// Length of what was written when a super encoder was handed out that might never be used.
    private var dangling: Int?

    private struct Level {
        let kind: Kind
        let number: Int
    }

    enum Kind { case object, array }

    /// A container that is being written: at `depth`, the `number`th that was opened.
    struct Place {
        let depth: Int
        let number: Int
    }

    func write(_ value: some Encodable, at depth: Int) throws {
        let start = writer.count
        try value.encode(to: JSONStreamEncoder(stream: self, depth: depth, start: start))
        // A value that wrote nothing has no members.
        if writer.count == start { _ = begin(.object, at: depth) }
        close(to: depth)
    }

    /// Opens a container at `depth`, behind which all others are closed.
    func begin(_ kind: Kind, at depth: Int) -> Place {
        switch kind {
        case .object: writer.beginObject()
        case .array: writer.beginArray()
        }
        opened += 1
        open.append(Level(kind: kind, number: opened))
        return Place(depth: depth + 1, number: opened)
    }

    /// The container a value opened before, when it asks for one once more.
    func reopen(_ kind: Kind, at depth: Int) -> Place {
        guard open.count > depth, open[depth].kind == kind else { return fail("a value is written twice") }
        close(to: depth + 1)
        return Place(depth: depth + 1, number: open[depth].number)
    }

    /// Closes what is open inside `place`, so that its next member can be written.
    func turn(to place: Place) throws {
        guard place.depth <= open.count, open[place.depth - 1].number == place.number else {
            throw JSONCoding.Fault(pointer: "", reason: "a container is written to after it was closed")
        }
        close(to: place.depth)
    }

    /// The same, where Codable doesn't let one throw.
    func turned(to place: Place) -> Bool {
        do {
            try turn(to: place)
            return true
        } catch {
            _ = fail("a container is written to after it was closed")
            return false
        }
    }

    func close(to depth: Int) {
        if let dangling {
            self.dangling = nil
            if dangling == writer.count {
                writer.beginObject()
                writer.endObject()
            }
        }
        while open.count > depth {
            switch open.removeLast().kind {
            case .object: writer.endObject()
            case .array: writer.endArray()
            }
        }
    }

    /// An encoder for a member whose name stands already.
    func parentEncoder(at place: Place) -> JSONStreamEncoder {
        dangling = writer.count
        return JSONStreamEncoder(stream: self, depth: place.depth, start: writer.count)
    }

    func fail(_ reason: String) -> Place {
        if failure == nil { failure = JSONCoding.Fault(pointer: "", reason: reason) }
        return Place(depth: 1, number: 0)
    }
}

/// The encoder of one value, which begins at byte `start`, inside `depth` containers.
struct JSONStreamEncoder: Encoder {
    let stream: JSONStream
    let depth: Int
    let start: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONMembers(stream: stream, place: place(.object)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONElements(stream: stream, place: place(.array)) }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    private func place(_ kind: JSONStream.Kind) -> JSONStream.Place {
        stream.writer.count == start ? stream.begin(kind, at: depth) : stream.reopen(kind, at: depth)
    }
}

extension JSONStreamEncoder: SingleValueEncodingContainer {
    func encodeNil() throws {
        try begin()
        stream.writer.null()
    }

    func encode(_ value: Bool) throws {
        try begin()
        stream.writer.bool(value)
    }

    func encode(_ value: String) throws {
        try begin()
        stream.writer.string(value)
    }

    func encode(_ value: Double) throws {
        try begin()
        try stream.write(real: value)
    }

    func encode(_ value: Float) throws { try encode(Double(value)) }
    func encode(_ value: Int) throws { try integer(value) }
    func encode(_ value: Int8) throws { try integer(value) }
    func encode(_ value: Int16) throws { try integer(value) }
    func encode(_ value: Int32) throws { try integer(value) }
    func encode(_ value: Int64) throws { try integer(value) }
    func encode(_ value: UInt) throws { try integer(value) }
    func encode(_ value: UInt8) throws { try integer(value) }
    func encode(_ value: UInt16) throws { try integer(value) }
    func encode(_ value: UInt32) throws { try integer(value) }
    func encode(_ value: UInt64) throws { try integer(value) }

    func encode(_ value: some Encodable) throws {
        try begin()
        try stream.write(value, at: depth)
    }

    private func integer(_ value: some BinaryInteger) throws {
        try begin()
        try stream.write(integer: value)
    }

    private func begin() throws {
        guard stream.writer.count == start else {
            throw JSONCoding.Fault(pointer: "", reason: "a value is written twice")
        }
    }
}

extension JSONStream {
    func write(real value: Double) throws {
        guard value.isFinite else { throw JSONCoding.Fault(pointer: "", reason: "\(value) can't be written as JSON") }
        writer.real(value)
    }

    func write(integer value: some BinaryInteger) throws {
        guard let exact = Int64(exactly: value) else {
            throw JSONCoding.Fault(pointer: "", reason: "\(value) is beyond 64 bits")
        }
        writer.integer(exact)
    }
}
