/// A table that every order leaves rows in, and how the rows of one order become those of another.
///
/// Texts are SQL: `t` is the table, `twin` the order that is copied, with the ids of the order that is made.
struct CopiedTable: Sendable {
    let name: String
    /// Which rows are of the order that is copied.
    let match: String
    /// What isn't copied as it is, by column.
    let changed: [String: String]
    /// Where the rows are read, when the table itself has no way to them from the order.
    var source: String?

    /// Parents before their children.
    static let all: [CopiedTable] = [
        CopiedTable(name: "cart", match: "t.id = twin.cart", changed: [
            "id": "new_cart", "order_id": "new_order", "email": email, "invoice_address": named("t.invoice_address"),
            "delivery_address": named("t.delivery_address"), "created_at": "t.created_at + delta",
            "changed_at": "t.changed_at + delta",
        ]),
        CopiedTable(name: "cart_line", match: "t.cart = twin.cart", changed: [
            "id": own("t.id"), "cart": "new_cart",
        ]),
        CopiedTable(name: "sales_order", match: "t.id = twin.sales_order", changed: [
            "id": "new_order", "number": "new_number", "cart": "new_cart", "email": email,
            "invoice_address": named("t.invoice_address"), "delivery_address": named("t.delivery_address"),
            "created_at": "t.created_at + delta", "placed_at": "t.placed_at + delta",
        ]),
        CopiedTable(name: "order_line", match: "t.sales_order = twin.sales_order", changed: [
            "sales_order": "new_order",
        ]),
        CopiedTable(
            name: "order_word", match: "t.sales_order = twin.sales_order",
            changed: ["sales_order": "new_order", "word": "replace(t.word, 'lovelace', lower(surname))"],
            source: "temp.first_word"),
        CopiedTable(name: "payment_attempt", match: "t.id = twin.attempt", changed: [
            "id": "new_attempt", "sales_order": "new_order", "intent": renamed("t.intent"),
            "deadline": "t.deadline + delta", "look_at": "t.look_at + delta", "created_at": "t.created_at + delta",
        ]),
        CopiedTable(name: "client_key", match: "t.attempt = twin.attempt AND is_recent", changed: [
            "cart": "new_cart", "sales_order": "new_order", "attempt": "new_attempt",
            "body": "CAST(\(renamed("CAST(t.body AS TEXT)")) AS BLOB)", "created_at": "t.created_at + delta",
        ]),
        CopiedTable(name: "ledger_entry", match: "t.sales_order = twin.sales_order", changed: [
            "posting": renamed("t.posting"), "sales_order": "new_order", "at": "t.at + delta",
        ]),
        CopiedTable(name: "history", match: "t.kind = 'order' AND t.subject = twin.sales_order", changed: [
            "subject": "new_order", "at": "t.at + delta",
        ]),
        CopiedTable(name: "history", match: "t.kind = 'payment' AND t.subject = twin.attempt", changed: [
            "subject": "new_attempt", "at": "t.at + delta",
        ]),
        CopiedTable(name: "event", match: "t.subject_kind = 'order' AND t.subject = twin.sales_order", changed: [
            "seq": "NULL", "subject": "new_order", "payload": renamed("t.payload"),
            "published_at": "t.published_at + delta",
        ]),
        CopiedTable(name: "reservation", match: "t.owner = twin.sales_order", changed: ["owner": "new_order"]),
        CopiedTable(name: "movement", match: "t.owner = twin.sales_order", changed: [
            "number": "t.number + \(moved("movements"))", "on_hand_after": "t.on_hand_after + \(moved("on_hand"))",
            "reserved_after": "t.reserved_after + \(moved("reserved"))", "owner": "new_order", "at": "t.at + delta",
        ]),
        CopiedTable(name: "mailbox", match: "t.order_id = twin.sales_order", changed: [
            "id": own("t.id"), "message_id": "replace(t.message_id, sales_order, new_order)", "order_id": "new_order",
            "recipient": email, "subject": "replace(t.subject, number, new_number)",
            "text_body": cut("t.text_body"), "html_body": cut("t.html_body"), "sent_at": "t.sent_at + delta",
        ]),
        CopiedTable(name: "mail_sent", match: "t.order_id = twin.sales_order", changed: [
            "order_id": "new_order", "message_id": "replace(t.message_id, sales_order, new_order)",
            "sent_at": "t.sent_at + delta",
        ]),
    ]

    /// A mail is the largest of what an order leaves, and never read on the way of another: copies keep its beginning.
    private static func cut(_ text: String) -> String { "substr(\(text), 1, 200)" }

    private static let email = "'buyer-' || serial || '@example.org'"

    private static func named(_ address: String) -> String { "replace(\(address), 'Lovelace', surname)" }

    private static func renamed(_ text: String) -> String {
        "replace(replace(replace(\(text), twin.sales_order, new_order), twin.attempt, new_attempt), "
            + "twin.number, new_number)"
    }

    /// An id of the order's new time, as random as the old one.
    private static func own(_ id: String) -> String { "prefix || substr(\(id), 11, 10) || tail" }

    /// What all orders before have done to the item at its place.
    private static func moved(_ column: String) -> String {
        "round * (SELECT grown.\(column) FROM temp.grown WHERE grown.item = t.item AND grown.place = t.place)"
    }
}
