import Storage
import Trade
import Values
import Web

/// Lists what the built-in mailbox keeps. A shop with a mail server of its own keeps nothing there.
struct ListMails: Endpoint {
    static let route = Route(.get, "/v1/mails", .mailRead)
    static let personal: String? = "mails"
    static let summary = """
        Lists the mails about orders in the built-in mailbox, the newest first; all of them or one order's. Mails \
        about accounts are for their readers alone.
        """

    struct Input: Decodable, Sendable {
        let order: ID<Order>?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<MailView> {
        let before = try input.page.after(ID<Mail>.self)?.text ?? MailboxTable.end
        let limit = input.page.limit + 1
        return try await shop.read { db in
            let mails = if let order = input.order {
                try db.all(
                    MailboxTable.pageOfOrder, ["order": order, "before": before, "limit": limit], MailboxTable.view)
            } else {
                try db.all(
                    MailboxTable.page, ["before": before, "all": !caller.isStaff, "limit": limit], MailboxTable.view)
            }
            return input.page.page(mails, cursor: { $0.id.text }, show: { $0 })
        }
    }
}
