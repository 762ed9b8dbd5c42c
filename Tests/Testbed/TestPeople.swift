import Connectors
import People
import Storage
import Synchronization
import Values

extension PeoplePorts {
    /// What endpoints about people stand on in a test: Argon2 at its least cost, and a key everybody knows.
    package static func sample(
        _ shop: Shop, passwords: any PasswordHashing = CountedPasswords(), requiresSecondFactor: Bool = false
    ) -> PeoplePorts {
        PeoplePorts(
            shop: shop, passwords: passwords, secrets: .sample, requiresSecondFactor: requiresSecondFactor,
            shopName: "Test")
    }
}

extension AccountSecrets {
    package static let sample = AccountSecrets(key: [UInt8](repeating: 7, count: OrderSecrets.keyLengthBytes))
}

/// Hashes as the shop does, and counts what it was asked.
package final class CountedPasswords: PasswordHashing {
    private let argon2: Argon2
    private let counts = Mutex((hashed: 0, verified: 0))

    package init(_ cost: Argon2.Cost = .least) { argon2 = Argon2(cost) }

    package var hashed: Int { counts.withLock(\.hashed) }
    package var verified: Int { counts.withLock(\.verified) }
    package var decoy: String { argon2.decoy }

    package func hash(_ password: Password) async throws -> String {
        counts.withLock { $0.hashed += 1 }
        return try await argon2.hash(password)
    }

    package func verify(_ password: Password, against hash: String) async throws -> PasswordVerdict {
        counts.withLock { $0.verified += 1 }
        return try await argon2.verify(password, against: hash)
    }

    package func isWeak(_ password: Password, known: [String]) async throws -> Bool {
        try await argon2.isWeak(password, known: known)
    }
}
