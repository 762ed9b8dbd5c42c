import Values

/// A column that holds a value as JSON text: what is kept whole and never searched by its parts.
package struct StoredJSON<Value: Codable & Sendable>: Storable {
    package let value: Value
    private let text: String

    package init(_ value: Value) throws {
        self.value = value
        text = String(decoding: try JSONCoding.bytes(value), as: UTF8.self)
    }

    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored else { throw Unreadable(stored, as: Self.self) }
        value = try JSONCoding.value(Value.self, from: Array(text.utf8))
        self.text = text
    }

    package var stored: StoredValue { .text(text) }
}
