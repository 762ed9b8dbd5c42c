import Values
import Web

/// What an authenticator program is given. It is in this answer and in no other.
package struct SeedView: View {
    /// For typing it in: base 32.
    package let seed: String
    /// For a square code: `otpauth://totp/…`.
    package let address: String
}

/// Recovery codes, each good once in the place of a code by the clock. They are in this answer and in no other.
package struct RecoveryCodesView: View {
    package let codes: [String]
    /// In the place of the session that asked, when it was still waiting for a second factor.
    package let session: FreshSessionView?
}

extension SecondFactor.Refusal: Refusal {
    static let catalogue = [Self.wrongCode, .none, .set, .required].map(\.problem)

    var problem: Problem {
        switch self {
        case .wrongCode:
            Problem(422, "wrong-code", "That code isn't right, or was used already.",
                    faults: [Problem.Fault("#/code", "is not right, or was used already")])
        case .none: Problem(409, "no-second-factor", "There is no second factor yet.")
        case .set: Problem(409, "second-factor-set", "There is a second factor already; show it first.")
        case .required: Problem(409, "second-factor-required", "Staff can't do without a second factor here.")
        }
    }
}

/// A code as it is typed.
package struct TypedCode: Decodable, Sendable, SchemaDeclaring, CustomStringConvertible {
    let text: String

    package static let schema = Schema.string(
        6...40, pattern: "^[0-9A-Za-z -]+$", example: "123 456",
        reason: "must be the six digits of the authenticator program, or a recovery code", isValid: isValid)

    private static func isValid(_ text: String) -> Bool {
        (6...40).contains(text.utf8.count) && text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == 32 || byte == 45
        }
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard Self.isValid(text) else { throw Malformed("must be a code") }
        self.text = text
    }

    package var description: String { "•••" }
}
