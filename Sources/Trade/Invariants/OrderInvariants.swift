import Storage
import Values

/// Invariants 4, 5 and 6: what buyers were told, what their keys led to, and the paths of all state machines.
enum OrderInvariants {
    static func all(_ buyers: [Acknowledged]?) -> [Invariant] {
        [
            Invariant(
                4, "acknowledged-orders-exist",
                "Every order the server acknowledged exists, with the same total."
            ) { db in
                guard let buyers else { return .notChecked("no buyers' log was named") }
                return .init(try buyers.compactMap { try missing($0, in: db) })
            },
            Invariant(5, "one-key-one-order", "One client key: one order, one answer.") { db in
                .init(try contradicting(in: db) + doubled(buyers ?? []))
            },
            Invariant(
                6, "histories-are-legal",
                "Every history of states is a legal path without gaps, and ends where the thing is."
            ) { db in
                .init(
                    try broken(.order, Order.State.transitions, selectOrders, in: db)
                        + broken(.payment, PaymentAttempt.State.transitions, selectAttempts, in: db)
                        + broken(.refund, Refund.State.transitions, selectRefunds, in: db)
                        + broken(.fulfilment, Fulfilment.State.transitions, Fulfilment.selectSubjects, in: db))
            },
        ]
    }

    private static func missing(_ told: Acknowledged, in db: any Transaction) throws -> String? {
        guard let order = try Order.find(told.order, in: db) else { return "order \(told.order) is gone" }
        guard order.total == told.total else {
            return "order \(told.order) is \(order.total), its buyer was told \(told.total)"
        }
        guard order.placedAt != nil else {
            return "order \(told.order) is \(order.state.rawValue), its buyer was told placed"
        }
        return nil
    }

    private static func doubled(_ buyers: [Acknowledged]) -> [String] {
        var led: [String: Set<String>] = [:]
        for told in buyers {
            guard let cart = told.cart, let key = told.key else { continue }
            led["\(cart) \(key)", default: []].insert(told.order.text)
        }
        return led.filter { $0.value.count > 1 }.map { "key \($0.key) led to \($0.value.sorted())" }
    }

    private static func contradicting(in db: any Transaction) throws -> [String] {
        try db.all(selectContradicting) { row in
            "key \(try row.get("key", as: String.self)) of order \(try row.get("sales_order", as: String.self)) "
                + "has answer \(try row.get("status", as: Int64?.self).map(String.init) ?? "none"), the order is "
                + "\(try row.get("state", as: String.self))"
        } + db.all(selectAnswers) { row -> String? in
            let body = try JSONCoding.value(Named.self, from: try row.get("body"))
            let order: ID<Order> = try row["sales_order"]
            return body.id == order ? nil : "key \(try row.get("key", as: String.self)) answers with order \(body.id)"
        }.compactMap { $0 } + db.all(selectForgotten) { row in
            "key \(try row.get("key", as: String.self)) isn't looked for: cart \(try row.get("cart", as: String.self)) "
                + "doesn't say that it was opened again"
        }
    }

    private struct Named: Decodable { let id: ID<Order> }

    /// Reads the histories of one kind beside the state each subject is in now.
    static func broken<State>(
        _ kind: History.Kind, _ transitions: Transitions<State>, _ subjects: Statement, in db: any Transaction
    ) throws -> [String] {
        let now = Dictionary(uniqueKeysWithValues: try db.all(subjects) { row in
            (try row.get("id", as: String.self), try row.get("state", as: String.self))
        })
        var complaints: [String] = []
        for (subject, state) in now.sorted(by: { $0.key < $1.key }) {
            let steps = try History.all(kind, subject, in: db)
            let path = steps.compactMap { State(rawValue: $0.to) }
            let linked = zip(steps.dropFirst(), steps).allSatisfy { $0.from == $1.to && $0.number == $1.number + 1 }
            if !linked || steps.first?.number != 1 || path.count != steps.count || !transitions.isLegal(path) {
                complaints.append("\(kind.rawValue) \(subject): \(steps.map(\.to).joined(separator: " -> "))")
            } else if steps.last?.to != state {
                complaints.append(
                    "\(kind.rawValue) \(subject) is \(state), its history ends in \(steps.last?.to ?? "nothing")")
            }
        }
        return complaints
    }

    private static let selectOrders: Statement = "SELECT id, state FROM sales_order"
    private static let selectAttempts: Statement = "SELECT id, state FROM payment_attempt"
    private static let selectRefunds: Statement = "SELECT id, state FROM refund"

    private static let selectContradicting: Statement = """
        SELECT k.key AS key, k.sales_order AS sales_order, k.status AS status, o.state AS state
        FROM client_key k JOIN sales_order o ON o.id = k.sales_order
        WHERE (k.status IS NULL AND o.state <> 'pending') OR (k.status = 201 AND o.state IN ('pending', 'failed'))
            OR (k.status = 402 AND o.state <> 'failed')
        """

    private static let selectForgotten: Statement = """
        SELECT k.key AS key, k.cart AS cart FROM client_key k JOIN cart c ON c.id = k.cart
        WHERE c.state = 'open' AND c.reopened = 0
        """

    private static let selectAnswers: Statement = """
        SELECT key, sales_order, body FROM client_key WHERE status = 201 AND body IS NOT NULL
        """
}

extension Trade {
    /// `bank` and `buyers` are what was handed to the checker; without them some can't be checked.
    package static func invariants(bank: BankStatement?, buyers: [Acknowledged]?) -> [Invariant] {
        BankInvariants.all(bank) + OrderInvariants.all(buyers) + Fulfilment.invariants
    }
}
