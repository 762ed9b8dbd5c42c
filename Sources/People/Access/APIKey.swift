import Storage
import Values

/// What a member of staff, or a program of theirs, shows to be let in. Its text is `ow_` and 160 random bits in base
/// 32; the shop keeps only the text's SHA-256, from which it can't be won back.
package struct APIKey: Sendable, Equatable {
    package let id: ID<APIKey>
    /// Unlike every other's, also of those revoked, since histories name staff by it.
    package let name: ShortText
    package let role: Role
    package let createdAt: Instant
    package let revokedAt: Instant?

    package static let prefix = "ow_"

    /// More than the staff of any dealer, and a bound on what a stolen key can leave behind.
    package static let limit = 1000

    package enum Refusal: Error, Equatable {
        case unknown
        case nameTaken(ShortText)
        /// Revoking it would lock everybody out.
        case lastKey
        case tooMany(limit: Int)
    }

    /// The key in force whose text this is; nil when there is none, or it was revoked.
    package static func find(text: String, in db: any Transaction) throws -> APIKey? {
        let hash = Digest.sha256(text)
        let found = try db.first(APIKeyTable.byHash, ["hash": hash]) { row in
            (key: try APIKeyTable.key(row), hash: try row.get("hash", as: [UInt8].self))
        }
        guard let found, Digest.same(found.hash, hash), found.key.revokedAt == nil else { return nil }
        return found.key
    }

    package static func count(in db: any Transaction) throws -> Int {
        try db.value(APIKeyTable.count) ?? 0
    }

    /// Takes the key out of force at once. Answers nil when it had been revoked before. Throws `Refusal.unknown`, and
    /// `Refusal.lastKey` for the last one of staff.
    package static func revoke(_ id: ID<APIKey>, at: Instant, in db: any Transaction) throws -> APIKey? {
        guard let key = try db.first(APIKeyTable.find, ["key": id], APIKeyTable.key) else { throw Refusal.unknown }
        guard key.revokedAt == nil else { return nil }
        if key.role == .staff, try db.value(APIKeyTable.countLive, ["role": Role.staff], as: Int.self) ?? 0 < 2 {
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
        package init(_ shop: Shop, name: ShortText, role: Role) {
            key = APIKey(id: shop.newID(), name: name, role: role, createdAt: shop.now, revokedAt: nil)
            var bytes: [UInt8] = []
            while bytes.count < 20 {
                let drawn = shop.chance.next()
                bytes += (0..<8).map { UInt8(truncatingIfNeeded: drawn >> ($0 * 8)) }
            }
            text = APIKey.prefix + Base32.text(Array(bytes.prefix(20)))
        }

        /// Puts the key in force. Throws `Refusal.nameTaken`, `Refusal.tooMany`.
        package func save(at: Instant, in db: any Transaction) throws {
            guard try APIKey.count(in: db) < APIKey.limit else { throw Refusal.tooMany(limit: APIKey.limit) }
            let saved = try db.run(APIKeyTable.add, [
                "key": key.id, "name": key.name, "role": key.role, "hash": Digest.sha256(text), "at": at,
            ])
            guard saved == 1 else { throw Refusal.nameTaken(key.name) }
        }
    }
}
