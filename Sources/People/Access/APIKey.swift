import Storage
import Values
import Web

/// What a program of the shop's shows to be let in. Its text is `ow_` and 160 random bits in base 32; the shop keeps
/// only the text's SHA-256, from which it can't be won back.
package struct APIKey: Sendable, Equatable {
    package let id: ID<APIKey>
    /// Unlike every other's, also of those revoked, since histories name staff by it. Never an e-mail address, which
    /// stands for somebody.
    package let name: ShortText
    package let role: ID<Role>
    /// Where it reaches, if its role reaches one place alone.
    package let place: ID<PlaceName>?
    /// What of its role it is for; nil: all of it.
    package let permissions: Set<Permission>?
    package let createdAt: Instant
    /// From when on it opens nothing; nil: until it is revoked.
    package let expiresAt: Instant?
    package let revokedAt: Instant?

    package static let prefix = "ow_"

    /// More than the programs of any dealer, and a bound on what a stolen key can leave behind.
    package static let limit = 1000

    package enum Refusal: Error, Equatable {
        case unknown
        case nameTaken(ShortText)
        /// Revoking it would lock everybody out.
        case lastKey
        case tooMany(limit: Int)
        case expired
    }

    /// The key in force whose text this is; nil when there is none, it was revoked, or its time is over.
    package static func find(text: String, at now: Instant, in db: any Transaction) throws -> APIKey? {
        let hash = Digest.sha256(text)
        let found = try db.first(APIKeyTable.byHash, ["hash": hash]) { row in
            (key: try APIKeyTable.key(row), hash: try row.get("hash", as: [UInt8].self))
        }
        guard let found, Digest.same(found.hash, hash), found.key.isInForce(at: now) else { return nil }
        return found.key
    }

    private func isInForce(at now: Instant) -> Bool { revokedAt == nil && (expiresAt.map { now < $0 } ?? true) }

    package static func count(in db: any Transaction) throws -> Int {
        try db.value(APIKeyTable.count) ?? 0
    }

    /// Takes the key out of force at once. Answers nil when it had been revoked before. Throws `Refusal.unknown`, and
    /// `Refusal.lastKey` for the last one of an owner while no owner has an account.
    package static func revoke(_ id: ID<APIKey>, at: Instant, in db: any Transaction) throws -> APIKey? {
        guard let key = try db.first(APIKeyTable.find, ["key": id], APIKeyTable.key) else { throw Refusal.unknown }
        guard key.revokedAt == nil else { return nil }
        if key.role == Role.owner, key.permissions == nil, key.isInForce(at: at),
           try db.value(APIKeyTable.countOwners, ["at": at], as: Int.self) ?? 0 < 2 {
            throw Refusal.lastKey
        }
        try db.run(APIKeyTable.revoke, ["at": at, "key": id])
        return key
    }

    /// A key that was just made, with its text, which is shown once.
    package struct Fresh: Sendable {
        package let key: APIKey
        package let text: String

        /// Draws the key. Make it outside a transaction's closure, which may run more than once.
        package init(
            _ shop: Shop, name: ShortText, role: ID<Role>, place: ID<PlaceName>? = nil,
            permissions: Set<Permission>? = nil, expiresAt: Instant? = nil
        ) {
            key = APIKey(
                id: shop.newID(), name: name, role: role, place: place, permissions: permissions, createdAt: shop.now,
                expiresAt: expiresAt, revokedAt: nil)
            text = APIKey.prefix + Base32.text(shop.drawBytes(20))
        }

        /// Puts the key in force. Throws `Refusal.nameTaken`, `Refusal.tooMany`.
        package func save(at: Instant, in db: any Transaction) throws {
            guard try APIKey.count(in: db) < APIKey.limit else { throw Refusal.tooMany(limit: APIKey.limit) }
            guard !key.name.text.contains("@") else { throw Refusal.nameTaken(key.name) }
            let saved = try db.run(APIKeyTable.add, [
                "key": key.id, "name": key.name, "role": key.role, "place": key.place,
                "permissions": key.permissions.map { try StoredJSON($0.map(\.rawValue).sorted()) },
                "hash": Digest.sha256(text), "at": at, "expires": key.expiresAt,
            ])
            guard saved == 1 else { throw Refusal.nameTaken(key.name) }
        }
    }
}

extension Shop {
    /// Bytes that nobody can foretell. Draw them outside a transaction's closure, which may run more than once.
    package func drawBytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let drawn = chance.next()
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: drawn >> ($0 * 8)) }
        }
        return Array(bytes.prefix(count))
    }
}
