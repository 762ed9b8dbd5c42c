import Storage
import Values
import Web

/// Who may do what, and who did.
package enum People {
    package static let migrations = [APIKeyTable.migration, AuditTable.migration, OrderSecrets.migration]

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [ListKeys(shop: shop), CreateKey(shop: shop), RevokeKey(shop: shop), ReadCaller(), ListAudit(shop: shop)]
            + [ListJobs(shop: shop), CountJobs(shop: shop), RetryJob(shop: shop)]
    }

    package static let invariants = [Audit.chainVerifies]

    /// The text of a key for staff, made when the shop has none yet; nil when it has one. Nobody can read it again.
    package static func firstKey(_ shop: Shop) async throws -> String? {
        let (now, fresh) = (shop.now, APIKey.Fresh(shop, name: "first key", role: .staff))
        return try await shop.write { db in
            guard try APIKey.count(in: db) == 0 else { return nil }
            try fresh.save(at: now, in: db)
            try Audit.record(
                who: "shop", what: "key.create", subject: "key:\(fresh.key.id)",
                detail: ["name": .string(fresh.key.name.text), "role": .string(fresh.key.role.rawValue)], at: now,
                in: db)
            return fresh.text
        }
    }
}
