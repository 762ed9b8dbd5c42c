import Storage
import Values

/// A client's idempotency key and what it led to: one key, one order, one answer.
struct ClientKey: Sendable {
    let order: ID<Order>
    let attempt: ID<PaymentAttempt>
    let requestHash: [UInt8]
    /// Nil until the bank has answered.
    let answer: Answer?

    /// The answer to give again. A placed order's `body` is the order as it was then; a decline is read from its
    /// attempt.
    struct Answer: Sendable, Equatable {
        let status: Int
        let body: [UInt8]?
    }

    /// How long an answer is kept.
    static let retention = Instant.Span.days(7)

    /// How many are forgotten in one transaction.
    static let forgetLimit = 1000

    static func find(_ key: String, cart: ID<Cart>, in db: any Transaction) throws -> ClientKey? {
        try db.first(select, ["cart": cart, "key": key]) { row in
            let status: Int? = try row["status"]
            let body: [UInt8]? = try row["body"]
            return ClientKey(
                order: try row["sales_order"], attempt: try row["attempt"], requestHash: try row["request_hash"],
                answer: status.map { Answer(status: $0, body: body) })
        }
    }

    /// What the buyer was told when this attempt placed its order; nil when it didn't.
    static func placedAnswer(_ attempt: ID<PaymentAttempt>, in db: any Transaction) throws -> [UInt8]? {
        try db.first(selectAnswer, ["attempt": attempt]) { row in try row.get("body", as: [UInt8]?.self) } ?? nil
    }

    static func keep(
        _ key: String, cart: ID<Cart>, hash: [UInt8], order: ID<Order>, attempt: ID<PaymentAttempt>, at now: Instant,
        in db: any Transaction
    ) throws {
        try db.send(insert, [
            "cart": cart, "key": key, "hash": hash, "order": order, "attempt": attempt, "created": now,
        ])
    }

    /// Stores the answer of the key that began this attempt; once.
    static func answer(_ attempt: ID<PaymentAttempt>, _ answer: Answer, in db: any Transaction) throws {
        try db.send(updateAnswer, ["status": answer.status, "body": answer.body, "attempt": attempt])
    }

    /// Has whoever repeats the request that placed an order read this of it.
    static func replace(_ body: [UInt8], of order: ID<Order>, in db: any Transaction) throws {
        try db.run(replaceAnswer, ["body": body, "order": order])
    }

    /// Forgets all answered keys older than `retention`, `limit` in a transaction, so that none holds up orders.
    static func forgetOld(limit: Int = forgetLimit, in shop: Shop) async throws {
        let before = shop.now - retention
        while try await shop.write({ db in try db.run(delete, ["before": before, "limit": limit]) }) == limit {}
    }

    static let migrations = [Migration(45, "idempotency keys", """
        CREATE TABLE client_key (
            cart TEXT NOT NULL REFERENCES cart (id), key TEXT NOT NULL, request_hash {bytes} NOT NULL,
            sales_order TEXT NOT NULL UNIQUE REFERENCES sales_order (id),
            attempt TEXT NOT NULL UNIQUE REFERENCES payment_attempt (id),
            status BIGINT, body {bytes}, created_at BIGINT NOT NULL, PRIMARY KEY (cart, key)
        ) {strict}
        """, """
        CREATE INDEX client_key_by_age ON client_key (created_at)
        """), Migration(
        104, "carts that were ordered before", """
        UPDATE cart SET reopened = 1 WHERE state = 'open' AND id IN (SELECT cart FROM client_key)
        """)]

    private static let select: Statement = """
        SELECT sales_order, attempt, request_hash, status, body FROM client_key WHERE cart = $cart AND key = $key
        """

    private static let selectAnswer: Statement = """
        SELECT body FROM client_key WHERE attempt = $attempt AND status = 201
        """

    private static let insert: Statement = .joining("""
        INSERT INTO client_key (cart, key, request_hash, sales_order, attempt, created_at)
        VALUES ($cart, $key, $hash, $order, $attempt, $created)
        """)

    private static let updateAnswer: Statement = .joining("""
        UPDATE client_key SET status = $status, body = $body WHERE attempt = $attempt AND status IS NULL
        """)

    private static let replaceAnswer: Statement = """
        UPDATE client_key SET body = $body WHERE sales_order = $order AND status = 201
        """

    private static let delete: Statement = """
        DELETE FROM client_key WHERE attempt IN (
            SELECT attempt FROM client_key WHERE created_at < $before AND status IS NOT NULL LIMIT $limit)
        """
}
