import Storage
import Trade
import Values

/// Invariant 7: no buyer is left without a confirmation.
enum MailInvariants {
    static let confirmations = Invariant(
        7, "placed-orders-are-confirmed",
        "Every placed order's confirmation was sent, or waits to be; all copies have one Message-ID."
    ) { db in
        .init(try missing(in: db) + doubled(in: db))
    }

    private static func missing(in db: any Transaction) throws -> [String] {
        try db.all(MailSentTable.confirmations) { row in
            (order: try row.get("id", as: ID<Order>.self), name: try row.get("message_id", as: String?.self))
        }.compactMap { order, name in
            if let name {
                let isDerived = name.hasPrefix("<\(order).\(Mail.Kind.confirmation.rawValue)@")
                return isDerived ? nil : "order \(order): its confirmation went out as \(name)"
            }
            let job = SendOrderMail(.confirmation, order)
            let waits = try JobList.isWaiting(SendOrderMail.kind, key: job.key, in: db)
            return waits ? nil : "order \(order): no confirmation was sent, and none waits"
        }
    }

    private static func doubled(in db: any Transaction) throws -> [String] {
        try db.all(MailSentTable.doubled) { row in
            let (order, names) = (try row.get("order_id", as: String.self), try row.get("names", as: Int.self))
            return "order \(order): its confirmation has \(names) Message-IDs"
        }
    }
}
