import Storage
import Values
import Web

/// Lists who did what.
struct ListAudit: Endpoint {
    static let route = Route(.get, "/v1/audit", .auditRead)
    static let summary = """
        Lists who changed what and who read personal data, newest first; by who did it (`staff:ann@example.org`), to \
        what (`order:…`), what was done (`stock.receive`, or all of `stock`) and when.
        """

    struct Input: Decodable, Sendable {
        let who: ShortText?
        let subject: ShortText?
        /// A deed, or a kind of them.
        let what: ShortText?
        let since: Instant?
        let until: Instant?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<AuditView> {
        let before = try input.page.after.map { cursor in
            guard let number = Int(cursor), number > 0 else { throw PageRequest.badCursor }
            return number
        } ?? Int.max
        let statement = input.subject != nil ? AuditTable.bySubject
            : input.who != nil ? AuditTable.byWho : AuditTable.page
        return try await shop.read { db in
            let rows = try db.all(statement, [
                "who": input.who, "subject": input.subject, "before": before, "what": input.what,
                "kind": (input.what?.text ?? "") + ".", "kindEnd": (input.what?.text ?? "") + "/",
                "since": input.since, "until": input.until, "limit": input.page.limit + 1,
            ], AuditTable.entry)
            return input.page.page(rows, cursor: { String($0.number) }, show: AuditView.init)
        }
    }
}
