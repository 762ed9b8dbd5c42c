/// Writes JSON straight into bytes, without white space. Commas are its own affair; that names and values come in an
/// order that makes a document is the caller's.
@usableFromInline
package struct JSONWriter: ~Copyable {
    private var memory = JSONMemory()
    private var needsComma = false

    package init() {}

    package var bytes: [UInt8] { memory.bytes }

    /// The same as text.
    package var text: String { memory.text }

    /// How many bytes are written.
    var count: Int { memory.count }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }

    package mutating func endObject() { end(UInt8(ascii: "}")) }

    @usableFromInline
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }

    @usableFromInline
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// A member's name; its value is written next.
    package mutating func name(_ name: String) {
        separate()
        quote(name)
        memory.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The same for a name that stands in the program, and has nothing in it that JSON escapes.
    @usableFromInline
    package mutating func name(_ name: StaticString) {
        memory.append(
            name: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), isFirst: !needsComma)
        needsComma = false
    }

    package mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    package mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { memory.append(UInt8(ascii: "-")) }
        memory.append(digitsOf: value.magnitude)
    }

    /// The shortest decimal that reads back as the same number. JSON has no word for what isn't finite: writing that is
    /// a mistake of the program and stops it.
    package mutating func real(_ value: Double) {
        precondition(value.isFinite, "\(value) can't be written as JSON")
        separate()
        memory.append(value.description)
    }

    package mutating func bool(_ value: Bool) {
        separate()
        memory.append(value ? "true" : "false")
    }

    package mutating func null() {
        separate()
        memory.append("null")
    }

    package mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .real(let value): real(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                name(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// A value that is JSON already.
    mutating func json(_ bytes: [UInt8]) {
        separate()
        bytes.withUnsafeBufferPointer { memory.append($0) }
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        memory.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        memory.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { memory.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        var text = text
        text.withUTF8 { characters in
            if JSONMemory.arePlain(characters) { return memory.append(quoted: characters) }
            memory.append(UInt8(ascii: "\""))
            for character in characters { escape(character) }
            memory.append(UInt8(ascii: "\""))
        }
    }

    private mutating func escape(_ byte: UInt8) {
        guard !JSONMemory.isPlain(byte) else { return memory.append(byte) }
        memory.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): memory.append(byte)
        case 0x08: memory.append(UInt8(ascii: "b"))
        case 0x09: memory.append(UInt8(ascii: "t"))
        case 0x0A: memory.append(UInt8(ascii: "n"))
        case 0x0C: memory.append(UInt8(ascii: "f"))
        case 0x0D: memory.append(UInt8(ascii: "r"))
        default:
            memory.append("u00")
            memory.append(Digest.hex(CollectionOfOne(byte)))
        }
    }
}
