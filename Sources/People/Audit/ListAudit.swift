import Storage
import Values
import Web

/// Lists what staff changed.
struct ListAudit: Endpoint {
    static let route = Route(.get, "/v1/audit", .auditRead)
    static let summary = "Lists what staff changed, newest first: who, what, when."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<AuditView> {
        let before = try input.page.after.map { cursor in
            guard let number = Int(cursor), number > 0 else { throw PageRequest.badCursor }
            return number
        } ?? Int.max
        return try await shop.read { db in
            let rows = try db.all(AuditTable.page, ["before": before, "limit": input.page.limit + 1], AuditTable.entry)
            return input.page.page(rows, cursor: { String($0.number) }, show: AuditView.init)
        }
    }
}
