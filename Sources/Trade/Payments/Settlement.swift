import Offer
import Storage
import Supply
import Values

/// T2: what an answer of the bank means for the attempt, the order, the stock and the buyer, in one transaction.
///
/// The same function serves checkout, the sweeper, the bank's events and the buyer's return, so that it doesn't matter
/// who hears first. It may be called again with the same answer, and then changes nothing.
struct Settlement: Sendable {
    let outbox: Outbox
    let threeDSecureDeadline: Instant.Span

    /// What an attempt led to.
    enum Result: Sendable, Equatable {
        /// `order` is the stored answer's body: the order as it was placed.
        case placed(order: [UInt8])
        case declined(PaymentAttempt.Decline)
        /// The bank, or the buyer, has still to answer.
        case open(PaymentAttempt.State)
        /// Voided, or failed for good: no order came of it.
        case ended
    }

    /// An order as it is placed when the bank says yes, and as its buyer is told of it: written out before the
    /// transaction, which then holds the writer for less.
    struct Placement: Sendable {
        let order: Order
        let body: [UInt8]

        init(_ order: Order) {
            self.order = order
            body = OrderView(order).bytes
        }
    }

    /// - Parameter placement: the attempt's order, where the caller has it already; else it is read.
    func settle(
        _ id: ID<PaymentAttempt>, _ intent: BankIntent, _ placement: Placement? = nil, at now: Instant, by who: String,
        in db: any Transaction
    ) throws -> Result {
        guard let attempt = try PaymentAttempt.held(id, in: db) else { throw Unknown(attempt: id) }
        switch (intent.outcome, attempt.state) {
        case (.authorised, .authorising), (.authorised, .unknown), (.authorised, .requiresAction),
             (.captured, .authorising), (.captured, .unknown), (.captured, .requiresAction):
            return try place(attempt, intent, placement, at: now, by: who, in: db)
        case (.declined(let code, let reason), .authorising), (.declined(let code, let reason), .unknown),
             (.declined(let code, let reason), .requiresAction):
            let decline = PaymentAttempt.Decline(code: code, reason: reason)
            return try fail(attempt, intent.id, decline, at: now, by: who, in: db)
        case (.voided, .authorising), (.voided, .unknown), (.voided, .requiresAction):
            let decline = PaymentAttempt.Decline(code: "canceled", reason: "The payment was cancelled at the bank.")
            return try fail(attempt, intent.id, decline, at: now, by: who, in: db)
        case (.actionRequired(let url), .authorising), (.actionRequired(let url), .unknown):
            let deadline = min(now + threeDSecureDeadline, attempt.pageEnd)
            _ = try attempt.move(
                to: .requiresAction,
                .init(intent: intent.id, actionURL: url, deadline: deadline, lookAt: now + Sweep.actionPause),
                at: now, by: who, why: "the bank wants to see the buyer", in: db)
            return .open(.requiresAction)
        case (.voided, .voiding), (.declined, .voiding):
            return try endVoid(attempt, intent.id, at: now, by: who, in: db)
        case (.voided, .authorised):
            _ = try attempt.move(to: .expired, at: now, by: who, why: "the bank let the authorisation go", in: db)
            return .ended
        default:
            return try Self.result(of: attempt, in: db)
        }
    }

    /// No answer came in time: the sweeper asks again, with the same key.
    func leaveOpen(
        _ id: ID<PaymentAttempt>, why: String, at now: Instant, in db: any Transaction
    ) throws -> Result {
        guard let attempt = try PaymentAttempt.held(id, in: db) else { throw Unknown(attempt: id) }
        guard attempt.state == .authorising else { return try Self.result(of: attempt, in: db) }
        _ = try attempt.move(to: .unknown, .init(lookAt: now + Sweep.firstPause), at: now, by: "bank", why: why, in: db)
        return .open(.unknown)
    }

    /// Something only people can decide: a key past the bank's memory, a reply that makes no sense.
    func review(_ id: ID<PaymentAttempt>, why: String, at now: Instant, in db: any Transaction) throws {
        guard let attempt = try PaymentAttempt.held(id, in: db), attempt.state.isOpen else { return }
        _ = try attempt.move(to: .review, at: now, by: "sweeper", why: why, in: db)
    }

    /// Compare-and-set before the bank is asked to let go: from here on a late success is voided, never revived.
    /// `decline` is what the buyer is told of it.
    func beginVoid(
        _ attempt: PaymentAttempt, _ decline: PaymentAttempt.Decline, at now: Instant, by who: String, why: String,
        in db: any Transaction
    ) throws -> Bool {
        try attempt.move(to: .voiding, .init(decline: decline, lookAt: now), at: now, by: who, why: why, in: db)
    }

    struct Unknown: Error { let attempt: ID<PaymentAttempt> }

    struct NoAttempt: Error { let order: ID<Order> }

    private static func result(of attempt: PaymentAttempt, in db: any Transaction) throws -> Result {
        switch attempt.state {
        case .authorising, .unknown, .requiresAction, .voiding, .review: .open(attempt.state)
        case .authorised, .capturing, .captured, .partlyRefunded, .refunded:
            .placed(order: try ClientKey.placedAnswer(attempt.id, in: db) ?? [])
        case .declined: attempt.decline.map { .declined($0) } ?? .ended
        case .voided, .expired: .ended
        }
    }

    private func place(
        _ attempt: PaymentAttempt, _ intent: BankIntent, _ placement: Placement?, at now: Instant, by who: String,
        in db: any Transaction
    ) throws -> Result {
        guard try attempt.move(
            to: .authorised, .init(intent: intent.id), at: now, by: who, why: "the bank said yes", in: db),
            try Order.move(
                attempt.order, from: .pending, to: .placed, at: now, by: who, why: "payment authorised", in: db),
            let placement = try placement ?? Order.find(attempt.order, in: db).map(Placement.init)
        else { throw Unknown(attempt: attempt.id) }
        let order = placement.order
        try Ledger.placed(order, at: now, in: db)
        try ClientKey.answer(attempt.id, .init(status: 201, body: placement.body), in: db)
        try outbox.publish(OrderPlaced(order: order.id), at: now, in: db)
        if order.capture == .atOrder {
            try CaptureOrder(attempt: attempt.id).enqueue(key: "capture:\(attempt.id)", at: now, in: db)
        }
        return .placed(order: placement.body)
    }

    private func fail(
        _ attempt: PaymentAttempt, _ intent: BankIntent.ID, _ decline: PaymentAttempt.Decline, at now: Instant,
        by who: String, in db: any Transaction
    ) throws -> Result {
        guard try attempt.move(
            to: .declined, .init(intent: intent, decline: decline), at: now, by: who, why: decline.reason, in: db)
        else { throw Unknown(attempt: attempt.id) }
        try undo(attempt, why: decline.reason, at: now, by: who, in: db)
        try ClientKey.answer(attempt.id, .init(status: 402, body: nil), in: db)
        return .declined(decline)
    }

    private func endVoid(
        _ attempt: PaymentAttempt, _ intent: BankIntent.ID, at now: Instant, by who: String, in db: any Transaction
    ) throws -> Result {
        let decline = attempt.decline ?? .abandoned
        guard try attempt.move(
            to: .voided, .init(intent: intent, decline: decline), at: now, by: who, why: "the bank let go", in: db)
        else { return try Self.result(of: attempt, in: db) }
        if try undo(attempt, why: decline.reason, at: now, by: who, in: db) {
            try ClientKey.answer(attempt.id, .init(status: 402, body: nil), in: db)
        }
        return .ended
    }

    /// Frees what a pending order held; false when the order was not pending (it was placed and then cancelled).
    @discardableResult
    private func undo(
        _ attempt: PaymentAttempt, why: String, at now: Instant, by who: String, in db: any Transaction
    ) throws -> Bool {
        guard try Order.move(attempt.order, from: .pending, to: .failed, at: now, by: who, why: why, in: db) else {
            return false
        }
        // The cart before the stock, as by everybody who holds both.
        if let cart = try Order.cart(of: attempt.order, in: db) { try Cart.reopen(cart, in: db) }
        try Stock.release(attempt.order.of(Reservation.Owner.self), at: now, why: why, in: db)
        return true
    }
}
