import Values

/// A value as a database column holds it.
package enum StoredValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// A type that a column can hold. Reading checks what is read: a value out of its type's range throws.
package protocol Storable: Sendable {
    init(stored: StoredValue) throws
    var stored: StoredValue { get }
}

/// A column held something its type doesn't allow.
package struct Unreadable: Error, CustomStringConvertible {
    package let description: String

    package init(_ value: StoredValue, as type: Any.Type) { description = "\(value) is no \(type)" }
}

extension Int64: Storable {
    package init(stored: StoredValue) throws {
        guard case .integer(let number) = stored else { throw Unreadable(stored, as: Self.self) }
        self = number
    }

    package var stored: StoredValue { .integer(self) }
}

extension Int: Storable {
    package init(stored: StoredValue) throws {
        guard case .integer(let number) = stored else { throw Unreadable(stored, as: Self.self) }
        self = Int(number)
    }

    package var stored: StoredValue { .integer(Int64(self)) }
}

extension Bool: Storable {
    package init(stored: StoredValue) throws {
        guard case .integer(let number) = stored else { throw Unreadable(stored, as: Self.self) }
        self = number != 0
    }

    package var stored: StoredValue { .integer(self ? 1 : 0) }
}

extension String: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored else { throw Unreadable(stored, as: Self.self) }
        self = text
    }

    package var stored: StoredValue { .text(self) }
}

extension [UInt8]: Storable {
    package init(stored: StoredValue) throws {
        guard case .bytes(let bytes) = stored else { throw Unreadable(stored, as: Self.self) }
        self = bytes
    }

    package var stored: StoredValue { .bytes(self) }
}

extension Optional: Storable where Wrapped: Storable {
    package init(stored: StoredValue) throws {
        if case .null = stored { self = nil } else { self = try Wrapped(stored: stored) }
    }

    /// Not `map(\.stored)`: in a generic context its key path is made anew each time.
    package var stored: StoredValue {
        switch self {
        case .some(let value): value.stored
        case .none: .null
        }
    }
}

/// A state or kind is stored by its name.
extension Storable where Self: RawRepresentable<String> {
    package init(stored: StoredValue) throws {
        guard case .text(let name) = stored, let value = Self(rawValue: name) else {
            throw Unreadable(stored, as: Self.self)
        }
        self = value
    }

    package var stored: StoredValue { .text(rawValue) }
}

extension ID: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let id = Self(text) else { throw Unreadable(stored, as: Self.self) }
        self = id
    }

    package var stored: StoredValue { .text(text) }
}

/// Milliseconds since 1970.
extension Instant: Storable {
    package init(stored: StoredValue) throws { self.init(milliseconds: try Int64(stored: stored)) }

    package var stored: StoredValue { .integer(milliseconds) }
}

/// Written `2026-11-23`, which sorts as days do.
extension Day: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let day = Self(text) else { throw Unreadable(stored, as: Self.self) }
        self = day
    }

    package var stored: StoredValue { .text(description) }
}

extension Quantity: Storable {
    package init(stored: StoredValue) throws {
        guard let quantity = Self(try Int(stored: stored)) else { throw Unreadable(stored, as: Self.self) }
        self = quantity
    }

    package var stored: StoredValue { .integer(Int64(count)) }
}

/// Millionths of the whole.
extension Percentage: Storable {
    package init(stored: StoredValue) throws {
        guard let rate = Self(millionthsOfWhole: try Int64(stored: stored)) else {
            throw Unreadable(stored, as: Self.self)
        }
        self = rate
    }

    package var stored: StoredValue { .integer(millionths) }
}

extension Country: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let code) = stored, let country = Self(code) else { throw Unreadable(stored, as: Self.self) }
        self = country
    }

    package var stored: StoredValue { .text(code) }
}

extension Currency: Storable {}
extension Language: Storable {}

extension EmailAddress: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let address = Self(text) else { throw Unreadable(stored, as: Self.self) }
        self = address
    }

    package var stored: StoredValue { .text(text) }
}

extension ShortText: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored, let line = Self(text) else { throw Unreadable(stored, as: Self.self) }
        self = line
    }

    package var stored: StoredValue { .text(text) }
}
