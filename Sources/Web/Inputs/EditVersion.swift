import Values

/// The version of a thing that a client has seen, from `If-Match: "3"` (RFC 9110, section 13.1.1): what `Tagged` gave
/// it as `ETag`. Whoever edits says so, and so can't undo an edit it has not seen.
package struct EditVersion: Hashable, Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// Throws `EditVersion.Refusal.changedMeanwhile` when the thing has another version by now.
    package func check(current: Int) throws(Refusal) {
        guard current == number else { throw .changedMeanwhile(current: current) }
    }

    package enum Refusal: Error, Equatable {
        case changedMeanwhile(current: Int)
    }
}

extension EditVersion.Refusal: Refusal {
    package static let catalogue = [Self.changedMeanwhile(current: 4).problem]

    package var problem: Problem {
        switch self {
        case .changedMeanwhile(let current):
            Problem(412, "changed-meanwhile", "Somebody else has changed this meanwhile; read it again.",
                    ["currentVersion": .integer(Int64(current))])
        }
    }
}

extension EditVersion: SchemaDeclaring {
    static let missing = Problem(
        428, "precondition-required", "Say in If-Match which version you have seen: the ETag that came with it.")

    package static let schema = Schema.string(
        3...20, pattern: "^\"[0-9]{1,18}\"$", example: "\"3\"", reason: "must be an ETag as the shop gave it: \"3\"",
        isValid: { number(in: $0) != nil }
    ).header("If-Match", missing: missing)

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let number = Self.number(in: text) else { throw Malformed("an ETag is written \"3\"") }
        self.number = number
    }

    private static func number(in text: String) -> Int? {
        let digits = text.utf8.dropFirst().dropLast()
        guard text.utf8.count >= 3, text.hasPrefix("\""), text.hasSuffix("\""), digits.count <= 18,
              digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
