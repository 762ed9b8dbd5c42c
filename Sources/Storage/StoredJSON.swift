import Values

/// A column that holds a value as JSON text: what is kept whole and never searched by its parts.
package struct StoredJSON<Value: Codable & Sendable>: Storable {
    package let value: Value
    private let text: String

    package init(_ value: Value) throws {
        self.value = value
        text = try JSONCoding.text(value)
    }

    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored else { throw Unreadable(stored, as: Self.self) }
        value = try JSONCoding.value(Value.self, from: Array(text.utf8))
        self.text = text
    }

    /// To be stored, and read again soon.
    package init(_ value: Value, noting recent: RecentTexts<Value>) throws {
        try self.init(value)
        recent.note(value, readFrom: text)
    }

    package var stored: StoredValue { .text(text) }
}

extension Row {
    /// The value of a column of JSON text, which isn't read again when it was lately.
    package func json<Value: Codable & Sendable>(_ column: String, _ recent: RecentTexts<Value>) throws -> Value {
        let text: String = try self[column]
        if let known = recent.value(of: text) { return known }
        let value = try StoredJSON<Value>(stored: .text(text)).value
        recent.note(value, readFrom: text)
        return value
    }
}
