import Storage
import Values

extension Refund {
    static let migrations = [
        Migration(48, "refunds", """
            CREATE TABLE refund (
                id TEXT PRIMARY KEY, sales_order TEXT NOT NULL REFERENCES sales_order (id),
                attempt TEXT NOT NULL REFERENCES payment_attempt (id), amount BIGINT NOT NULL CHECK (amount > 0),
                currency TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, bank_name TEXT,
                client_key TEXT, request_hash {bytes}, created_at BIGINT NOT NULL, UNIQUE (sales_order, client_key)
            ) {strict}
            """, """
            CREATE TABLE refund_part (
                refund TEXT NOT NULL REFERENCES refund (id), position BIGINT NOT NULL, kind TEXT NOT NULL,
                line TEXT, count BIGINT, amount BIGINT NOT NULL CHECK (amount >= 0), PRIMARY KEY (refund, position)
            ) {strict}
            """),
    ]

    /// Stores the intent and leaves the call to a job. Throws `moreThanCaptured` when too little is left.
    static func request(
        _ refund: Refund, from attempt: PaymentAttempt, by who: String, key: (text: String, hash: [UInt8])? = nil,
        in db: any Transaction
    ) throws {
        guard try attempt.claimRefund(refund.amount, in: db) else {
            throw Refusal.moreThanCaptured(
                left: Money(attempt.captured - attempt.refundClaimed, attempt.amount.currency))
        }
        try db.run(insert, [
            "id": refund.id, "order": refund.order, "attempt": refund.attempt, "amount": refund.amount.amount,
            "currency": refund.amount.currency, "state": refund.state, "reason": refund.reason, "key": key?.text,
            "hash": key?.hash, "created": refund.createdAt,
        ])
        for (position, part) in refund.parts.enumerated() {
            try db.run(insertPart, [
                "refund": refund.id, "position": position + 1, "kind": part.kind, "line": part.line,
                "count": part.count, "amount": part.amount.amount,
            ])
        }
        try History.record(
            .refund, refund.id.text, from: nil, to: .requested, through: State.transitions, at: refund.createdAt,
            by: who, why: refund.reason, in: db)
        try MakeRefund(refund: refund.id).enqueue(key: "refund:\(refund.id)", at: refund.createdAt, in: db)
    }

    package static func find(_ id: ID<Refund>, in db: any Transaction) throws -> Refund? {
        try db.first(selectByID, ["id": id]) { row in try Refund(row) }?.withParts(in: db)
    }

    package static func all(of order: ID<Order>, in db: any Transaction) throws -> [Refund] {
        try db.all(selectByOrder, ["order": order]) { row in try Refund(row) }.map { try $0.withParts(in: db) }
    }

    /// The refund a client's key led to, with the hash of its request.
    static func find(
        key: String, of order: ID<Order>, in db: any Transaction
    ) throws -> (refund: ID<Refund>, hash: [UInt8])? {
        try db.first(selectByKey, ["order": order, "key": key]) { row in (try row["id"], try row["request_hash"]) }
    }

    func move(
        to state: State, bankName: String? = nil, at now: Instant, why: String, in db: any Transaction
    ) throws -> Bool {
        let moved = try db.run(Self.update, ["to": state, "bankName": bankName, "id": id, "from": self.state])
        guard moved == 1 else { return false }
        try History.record(
            .refund, id.text, from: self.state, to: state, through: State.transitions, at: now, by: "refund",
            why: why, in: db)
        return true
    }

    private func withParts(in db: any Transaction) throws -> Refund {
        let currency = amount.currency
        let parts = try db.all(Self.selectParts, ["refund": id]) { row in
            Part(
                kind: try row["kind"], line: try row["line"], count: try row["count"],
                amount: Money(try row["amount"], currency))
        }
        return Refund(
            id: id, order: order, attempt: attempt, amount: amount, state: state, reason: reason, parts: parts,
            createdAt: createdAt)
    }

    private init(_ row: borrowing Row) throws {
        id = try row["id"]
        order = try row["sales_order"]
        attempt = try row["attempt"]
        amount = Money(try row["amount"], try row["currency"])
        state = try row["state"]
        reason = try row["reason"]
        createdAt = try row["created_at"]
        parts = []
    }

    private static let columns = "id, sales_order, attempt, amount, currency, state, reason, created_at"

    private static let insert: Statement = """
        INSERT INTO refund (id, sales_order, attempt, amount, currency, state, reason, client_key, request_hash,
            created_at)
        VALUES ($id, $order, $attempt, $amount, $currency, $state, $reason, $key, $hash, $created)
        """

    private static let insertPart: Statement = """
        INSERT INTO refund_part (refund, position, kind, line, count, amount)
        VALUES ($refund, $position, $kind, $line, $count, $amount)
        """

    private static let selectByID = Statement("SELECT \(columns) FROM refund WHERE id = $id")

    private static let selectByOrder = Statement(
        "SELECT \(columns) FROM refund WHERE sales_order = $order ORDER BY created_at, id")

    private static let selectByKey: Statement = """
        SELECT id, request_hash FROM refund WHERE sales_order = $order AND client_key = $key
        """

    private static let selectParts: Statement = """
        SELECT kind, line, count, amount FROM refund_part WHERE refund = $refund ORDER BY position
        """

    private static let update: Statement = """
        UPDATE refund SET state = $to, bank_name = COALESCE($bankName, bank_name) WHERE id = $id AND state = $from
        """
}
