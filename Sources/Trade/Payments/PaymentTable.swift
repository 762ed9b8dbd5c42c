import Storage
import Values

extension PaymentAttempt {
    static let migrations = [
        Migration(44, "payment attempts", """
            CREATE TABLE payment_attempt (
                id TEXT PRIMARY KEY, sales_order TEXT NOT NULL REFERENCES sales_order (id), state TEXT NOT NULL,
                amount BIGINT NOT NULL CHECK (amount >= 0), currency TEXT NOT NULL, token TEXT NOT NULL,
                intent TEXT UNIQUE, action_url TEXT, deadline BIGINT NOT NULL,
                decline_code TEXT, decline_reason TEXT,
                captured BIGINT NOT NULL DEFAULT 0 CHECK (captured BETWEEN 0 AND amount),
                refund_claimed BIGINT NOT NULL DEFAULT 0 CHECK (refund_claimed BETWEEN 0 AND captured),
                looks BIGINT NOT NULL DEFAULT 0, look_at BIGINT, created_at BIGINT NOT NULL
            ) {strict}
            """, """
            CREATE INDEX payment_attempt_of_order ON payment_attempt (sales_order)
            """, """
            CREATE INDEX payment_attempt_to_look_at ON payment_attempt (look_at) WHERE look_at IS NOT NULL
            """, """
            CREATE UNIQUE INDEX payment_attempt_live ON payment_attempt (sales_order)
            WHERE state IN ('authorising', 'unknown', 'requires_action', 'voiding', 'authorised', 'capturing',
                'captured', 'partly_refunded', 'review')
            """),
        Migration(46, "what the bank told", """
            CREATE TABLE bank_event (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, intent TEXT, attempt TEXT, received_at BIGINT NOT NULL
            ) {strict}
            """),
        // Null in attempts that are older.
        Migration(59, "where the bank sends buyers back to", "ALTER TABLE payment_attempt ADD COLUMN return_url TEXT"),
        // The same index. For a list of values SQLite built a table of them with each change of an attempt, four times.
        Migration(63, "live payment attempts, told without a list", "DROP INDEX payment_attempt_live", """
            CREATE UNIQUE INDEX payment_attempt_live ON payment_attempt (sales_order)
            WHERE state = 'authorising' OR state = 'unknown' OR state = 'requires_action' OR state = 'voiding'
                OR state = 'authorised' OR state = 'capturing' OR state = 'captured' OR state = 'partly_refunded'
                OR state = 'review'
            """),
    ]

    /// A new attempt, to be looked at by the sweeper if nobody records an answer first.
    static func begin(
        _ id: ID<PaymentAttempt>, order: ID<Order>, amount: Money, means: PaymentMeans, returnURL: String,
        at now: Instant, in db: any Transaction
    ) throws {
        try db.send(insert, [
            "id": id, "order": order, "state": State.authorising, "amount": amount.amount,
            "currency": amount.currency, "token": means.text, "deadline": now + answerLimit, "lookAt": now + firstLook,
            "returnURL": returnURL, "created": now,
        ])
        try History.record(
            .payment, id.text, from: nil, to: .authorising, through: State.transitions, at: now, by: "buyer",
            why: "ordered", in: db)
    }

    package static func find(_ id: ID<PaymentAttempt>, in db: any Transaction) throws -> PaymentAttempt? {
        try db.first(selectByID, ["id": id]) { row in try PaymentAttempt(row) }
    }

    /// Every attempt to pay an order, oldest first.
    package static func all(of order: ID<Order>, in db: any Transaction) throws -> [PaymentAttempt] {
        try db.all(selectByOrder, ["order": order]) { row in try PaymentAttempt(row) }
    }

    /// The attempt, which nobody else changes until this transaction ends.
    static func held(_ id: ID<PaymentAttempt>, in db: any Transaction) throws -> PaymentAttempt? {
        try db.hold(selectToHold, ["id": id])
        return try find(id, in: db)
    }

    static func find(intent: BankIntent.ID, in db: any Transaction) throws -> PaymentAttempt? {
        try db.first(selectByIntent, ["intent": intent.text]) { row in try PaymentAttempt(row) }
    }

    /// What an answer of the bank changes beside the state.
    struct Change {
        var intent: BankIntent.ID?
        var actionURL: String?
        var deadline: Instant?
        var decline: Decline?
        var captured: Int64?
        /// When the sweeper should look; nil: never, the matter is settled.
        var lookAt: Instant?
    }

    /// Takes a step if the attempt is still in its state; answers whether it was.
    func move(
        to state: State, _ change: Change = Change(), at now: Instant, by who: String, why: String,
        in db: any Transaction
    ) throws -> Bool {
        let moved = try db.run(Self.update, [
            "to": state, "intent": change.intent?.text, "actionURL": change.actionURL, "deadline": change.deadline,
            "code": change.decline?.code, "reason": change.decline?.reason, "captured": change.captured,
            "lookAt": change.lookAt, "id": id, "from": self.state,
        ])
        guard moved == 1 else { return false }
        try History.record(
            .payment, id.text, from: self.state, to: state, through: State.transitions, at: now, by: who, why: why,
            in: db)
        return true
    }

    /// Puts off the next look, more each time, up to `Sweep.longestPause`.
    static func postpone(_ id: ID<PaymentAttempt>, until: Instant, in db: any Transaction) throws {
        try db.run(updateLook, ["until": until, "id": id])
    }

    /// Nothing more is due for it.
    static func settled(_ id: ID<PaymentAttempt>, in db: any Transaction) throws {
        try db.send(updateSettled, ["id": id])
    }

    /// Has the sweeper look at an attempt at once, if its state leaves anything to see: at one that is authorised only
    /// when the bank may have let it go.
    static func lookNow(
        _ id: ID<PaymentAttempt>, mayBeLetGo: Bool, at now: Instant, in db: any Transaction
    ) throws {
        try db.run(updateLookNow, ["now": now, "id": id, "let_go": mayBeLetGo])
    }

    /// Whether `lookNow` would do anything. What the bank's news can't open is opened only by the shop, which then asks
    /// the bank itself: a no is good after its transaction, too.
    static func isOpenToNews(_ id: ID<PaymentAttempt>, mayBeLetGo: Bool, in db: any Transaction) throws -> Bool {
        try db.value(selectOpenToNews, ["id": id, "let_go": mayBeLetGo], as: Int64.self) != nil
    }

    /// The same of an attempt that is held from then on: what is just being recorded of it is waited for.
    static func holdOpenToNews(_ id: ID<PaymentAttempt>, mayBeLetGo: Bool, in db: any Transaction) throws -> Bool {
        try db.value(holdOpenToNews, ["id": id, "let_go": mayBeLetGo], as: Int64.self) != nil
    }

    /// Has the sweeper look at once at all whose requests to the bank ended with the program that made them.
    static func lookAtAbandoned(at now: Instant, in db: any Transaction) throws {
        try db.run(updateAbandoned, ["now": now])
    }

    /// Lays claim to `amount` of what was captured; false when that much is no longer there.
    func claimRefund(_ amount: Money, in db: any Transaction) throws -> Bool {
        try db.run(Self.updateClaim, ["amount": amount.amount, "id": id]) == 1
    }

    /// Gives a claim back after the bank refused the refund.
    func releaseRefundClaim(_ amount: Money, in db: any Transaction) throws {
        try db.run(Self.updateClaim, ["amount": -amount.amount, "id": id])
    }

    /// Attempts whose time to be looked at has come, oldest first, each claimed until `lease` and with its number of
    /// looks.
    static func claimDue(
        at now: Instant, lease: Instant, limit: Int, in db: any Transaction
    ) throws -> [(attempt: PaymentAttempt, looks: Int)] {
        try db.all(claim, ["lease": lease, "now": now, "limit": limit]) { row in
            (try PaymentAttempt(row), try row["looks"])
        }
    }

    /// Keeps the event's id; false when it was there already.
    static func note(_ event: BankEvent, at now: Instant, in db: any Transaction) throws -> Bool {
        try db.run(insertEvent, [
            "id": event.id, "kind": event.kind, "intent": event.intent?.text, "attempt": event.attempt, "at": now,
        ]) == 1
    }

    private init(_ row: borrowing Row) throws {
        id = try row["id"]
        order = try row["sales_order"]
        state = try row["state"]
        amount = Money(try row["amount"], try row["currency"])
        means = PaymentMeans(text: try row["token"])
        intent = try row.get("intent", as: String?.self).map(BankIntent.ID.init)
        actionURL = try row["action_url"]
        deadline = try row["deadline"]
        let code: String? = try row["decline_code"]
        let reason: String? = try row["decline_reason"]
        decline = code.flatMap { code in reason.map { Decline(code: code, reason: $0) } }
        captured = try row["captured"]
        refundClaimed = try row["refund_claimed"]
        createdAt = try row["created_at"]
        returnURL = try row["return_url"]
    }

    private static let columns = """
        id, sales_order, state, amount, currency, token, intent, action_url, deadline, decline_code, decline_reason,
        captured, refund_claimed, created_at, return_url
        """

    private static let insert: Statement = .joining("""
        INSERT INTO payment_attempt (id, sales_order, state, amount, currency, token, deadline, look_at, return_url,
            created_at)
        VALUES ($id, $order, $state, $amount, $currency, $token, $deadline, $lookAt, $returnURL, $created)
        """)

    private static let selectToHold: Statement = "SELECT id FROM payment_attempt WHERE id = $id FOR UPDATE"
    private static let selectByID = Statement("SELECT \(columns) FROM payment_attempt WHERE id = $id")

    private static let selectByOrder = Statement(
        "SELECT \(columns) FROM payment_attempt WHERE sales_order = $order ORDER BY created_at, id")

    private static let selectByIntent = Statement("SELECT \(columns) FROM payment_attempt WHERE intent = $intent")

    private static let update: Statement = """
        UPDATE payment_attempt SET state = $to, intent = COALESCE($intent, intent), action_url = $actionURL,
            deadline = COALESCE($deadline, deadline), decline_code = $code, decline_reason = $reason,
            captured = COALESCE($captured, captured), look_at = $lookAt, looks = 0
        WHERE id = $id AND state = $from
        """

    private static let updateLook: Statement = """
        UPDATE payment_attempt SET look_at = $until WHERE id = $id AND look_at IS NOT NULL
        """

    private static let updateSettled: Statement = "UPDATE payment_attempt SET look_at = NULL WHERE id = $id"

    private static let openToNews = """
        id = $id AND (state IN ('authorising', 'unknown', 'requires_action', 'voiding')
            OR state = 'authorised' AND $let_go = 1)
        """
    private static let selectOpenToNews = Statement("SELECT 1 AS one FROM payment_attempt WHERE \(openToNews)")
    private static let holdOpenToNews = Statement(
        "SELECT 1 AS one FROM payment_attempt WHERE \(openToNews) {for postgres}FOR UPDATE{end postgres}")
    private static let updateLookNow = Statement("UPDATE payment_attempt SET look_at = $now WHERE \(openToNews)")

    private static let updateAbandoned: Statement = """
        UPDATE payment_attempt SET look_at = $now
        WHERE look_at > $now AND state IN ('authorising', 'unknown', 'voiding')
        """

    private static let updateClaim: Statement = """
        UPDATE payment_attempt SET refund_claimed = refund_claimed + $amount
        WHERE id = $id AND refund_claimed + $amount BETWEEN 0 AND captured
        """

    private static let claim = Statement("""
        UPDATE payment_attempt SET look_at = $lease, looks = looks + 1
        WHERE id IN (SELECT id FROM payment_attempt WHERE look_at <= $now ORDER BY look_at LIMIT $limit {skip locked})
        RETURNING \(columns), looks
        """)

    private static let insertEvent: Statement = """
        INSERT INTO bank_event (id, kind, intent, attempt, received_at) VALUES ($id, $kind, $intent, $attempt, $at)
        ON CONFLICT (id) DO NOTHING
        """
}
