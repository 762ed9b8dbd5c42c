import Storage
import Values

extension Shop {
    private static let audit: Statement = "SELECT what, subject FROM audit ORDER BY number"

    /// What staff did, as the book has it.
    func audited() async throws -> [String] {
        try await read { db in
            try db.all(Self.audit) { row in
                let (what, subject): (String, String) = (try row["what"], try row["subject"])
                return "\(what) \(subject)"
            }
        }
    }
}
