import Values
import Web

/// What only its owner knows. It has no description, and nothing that holds one shows it.
package struct Password: Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    /// Characters; long enough for a sentence, short enough to hash.
    package static let lengthLimit = 200

    /// For the one who hashes it, and nobody else.
    package var secret: String { text }

    package init?(_ text: String) {
        guard (1...Self.lengthLimit).contains(text.unicodeScalars.count), !text.utf8.contains(0) else { return nil }
        self.text = text
    }

    package var description: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// NIST SP 800-63B, section 5.1.1.2: no fewer.
    package static let lengthMinimum = 8

    var isLongEnough: Bool { text.unicodeScalars.count >= Self.lengthMinimum }
}

extension Password: Decodable, SchemaDeclaring {
    package static let schema = Schema.string(
        1...lengthLimit, pattern: #"^[^\u0000]+$"#, example: "a long sentence of your own",
        reason: "must have 1 to \(lengthLimit) characters", isValid: { Password($0) != nil }
    ).described("Kept as an Argon2id hash only. A new one has \(lengthMinimum) characters or more.")

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let password = Self(text) else { throw Malformed("must have 1 to \(Self.lengthLimit) characters") }
        self = password
    }
}

/// Hashes and verifies passwords, a few at a time, so that log-ins don't keep orders waiting.
package protocol PasswordHashing: Sendable {
    /// The hash of a password nobody has: what an unknown address is verified against.
    var decoy: String { get }

    /// As `crypto_pwhash_str` writes it, salt and parameters included. Throws `PasswordsBusy`.
    func hash(_ password: Password) async throws -> String

    /// Throws `PasswordsBusy`.
    func verify(_ password: Password, against hash: String) async throws -> PasswordVerdict

    /// Whether somebody who guesses would have it soon; `known` are words that they would try first. Throws
    /// `PasswordsBusy`.
    func isWeak(_ password: Password, known: [String]) async throws -> Bool
}

/// What a password is, held against a hash.
package struct PasswordVerdict: Sendable, Equatable {
    package let isRight: Bool
    /// The hash was made with lesser parameters than today's.
    package let isOutdated: Bool

    package init(isRight: Bool, isOutdated: Bool) {
        self.isRight = isRight
        self.isOutdated = isOutdated
    }
}

/// More passwords wait to be hashed than will be soon.
package struct PasswordsBusy: Error {
    package init() {}
}

extension PasswordHashing {
    /// The hash of a password somebody chose. Throws `Account.Refusal.weakPassword`.
    func chosen(_ password: Password, by email: EmailAddress, _ name: String) async throws -> String {
        let words = [email.text, name] + email.text.split(separator: "@").map(String.init)
            + name.split(separator: " ").map(String.init)
        guard password.isLongEnough, try await !isWeak(password, known: words) else {
            throw Account.Refusal.weakPassword
        }
        return try await hash(password)
    }
}
