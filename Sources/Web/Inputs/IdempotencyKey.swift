import Values

/// The client's name for one intent, from the `Idempotency-Key` header field: sent again with the same key, a request
/// has no second effect (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/).
///
/// 1 to 255 visible ASCII characters; not case-folded, not trimmed.
package struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package static let lengthLimit = 255

    /// Nil when `text` is no key.
    package init?(_ text: String) {
        guard Self.isValid(text) else { return nil }
        self.text = text
    }

    package var description: String { text }

    private static func isValid(_ text: String) -> Bool {
        (1...lengthLimit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension IdempotencyKey: SchemaDeclaring {
    static let missing = Problem(
        400, "idempotency-key-missing",
        "Send a header field Idempotency-Key, unlike any you sent before and the same when you repeat a request.")

    package static let schema = Schema.string(
        1...lengthLimit, pattern: "^[!-~]{1,255}$", example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
        reason: "must be 1 to \(lengthLimit) visible ASCII characters", isValid: isValid
    ).header("Idempotency-Key", missing: missing)

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let key = Self(text) else { throw Malformed("an idempotency key is 1 to 255 visible ASCII characters") }
        self = key
    }
}
