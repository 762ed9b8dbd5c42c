import Storage

extension Audit {
    /// Invariant 10.
    static let chainVerifies = Invariant(
        10, "audit-chain", "The audit book's chain of hashes holds from its first row to its last."
    ) { db in
        Invariant.Verdict(try brokenRows(in: db))
    }

    /// The first broken row in words; what stands behind it can't be judged.
    package static func brokenRows(in db: any Transaction) throws -> [String] {
        try verify(in: db).map { [$0.description] } ?? []
    }
}
