import Storage
import Values

/// Takes the money that was set aside.
package struct CaptureOrder: Job {
    package static let kind = "capture-order"
    package let attempt: ID<PaymentAttempt>

    package init(attempt: ID<PaymentAttempt>) { self.attempt = attempt }
}

/// Intent, call, record: `capturing` is stored before the bank is asked, `captured` after it said so.
struct CaptureHandler: JobHandler {
    let shop: Shop
    let bank: any CardBank
    /// With refunds: the bank's connections are the waiting buyers' first.
    let turns: Turns

    /// Nothing is begun that the bank isn't asked for then.
    func run(_ work: CaptureOrder) async throws -> LastWrite? { try await turns.take { try await capture(work) } }

    private func capture(_ work: CaptureOrder) async throws -> LastWrite? {
        let begin = shop.now
        guard let attempt = try await shop.write({ db in try Self.begin(work.attempt, at: begin, in: db) }),
              let name = attempt.intent else { return nil }
        shop.pass(.captureBegun)
        let intent: BankIntent
        do {
            intent = try await bank.capture(name, attempt.amount, key: "\(attempt.id)-capture")
        } catch BankFailure.refused {
            // Already captured under a key the bank has forgotten, or the authorisation has run out: it will say which.
            intent = try await bank.retrieve(name)
        }
        shop.pass(.captureMade)
        guard intent.outcome.endsCapture else { throw BankFailure.unknown("not captured yet") }
        let now = shop.now
        return LastWrite { [intent] db in try Self.record(attempt, intent, at: now, in: db) }
    }

    /// The attempt in state `capturing`; nil when there is nothing to capture.
    static func begin(_ id: ID<PaymentAttempt>, at now: Instant, in db: any Transaction) throws -> PaymentAttempt? {
        guard let attempt = try PaymentAttempt.find(id, in: db) else { return nil }
        if attempt.state == .capturing { return attempt }
        guard attempt.state == .authorised, try Order.state(of: attempt.order, in: db) == .placed,
              try attempt.move(to: .capturing, at: now, by: "capture", why: "due", in: db)
        else { return nil }
        return try PaymentAttempt.find(id, in: db)
    }

    static func record(
        _ attempt: PaymentAttempt, _ intent: BankIntent, at now: Instant, in db: any Transaction
    ) throws {
        switch intent.outcome {
        case .captured:
            let amount = Money(intent.captured, attempt.amount.currency)
            guard try attempt.move(
                to: .captured, .init(captured: amount.amount), at: now, by: "capture", why: "the bank paid", in: db)
            else { return }
            try Ledger.captured(attempt, amount, at: now, in: db)
            // When it was cancelled while the bank was asked, `UnwindPayment` waits for this to give the money back.
            try attempt.order.closeIfDone(at: now, by: "capture", in: db)
        case .voided, .declined:
            _ = try attempt.move(
                to: .expired, at: now, by: "capture", why: "the authorisation had run out", in: db)
        case .authorised, .actionRequired, .processing: throw BankFailure.unknown("not captured yet")
        }
    }
}

extension BankIntent.Outcome {
    /// Whether the bank has said what became of a capture; if not it is asked again.
    fileprivate var endsCapture: Bool {
        switch self {
        case .captured, .voided, .declined: true
        case .authorised, .actionRequired, .processing: false
        }
    }
}

/// Gives back what a cancelled order has cost: voids what was set aside, refunds what was taken.
package struct UnwindPayment: Job {
    package static let kind = "unwind-payment"
    package let order: ID<Order>

    package init(order: ID<Order>) { self.order = order }
}

/// Does that work, once no capture of the order is under way any more.
struct UnwindHandler: JobHandler {
    let shop: Shop
    let settlement: Settlement

    /// The capture that is under way must end first; the job is tried again.
    struct CaptureUnderWay: Error {}

    func run(_ work: UnwindPayment) async throws -> LastWrite? {
        let now = shop.now
        let refund: ID<Refund> = shop.newID()
        let busy = try await shop.write { [settlement] db in
            guard try Order.state(of: work.order, in: db) == .cancelled,
                  let attempt = try PaymentAttempt.all(of: work.order, in: db).last else { return false }
            switch attempt.state {
            case .authorised:
                _ = try settlement.beginVoid(
                    attempt, .orderCancelled, at: now, by: "sweeper", why: "the order was cancelled", in: db)
            case .capturing: return true
            case .captured, .partlyRefunded:
                let rest = Money(attempt.captured - attempt.refundClaimed, attempt.amount.currency)
                guard rest.amount > 0 else { return false }
                try Refund.request(
                    Refund(id: refund, order: work.order, attempt: attempt.id, amount: rest, state: .requested,
                           reason: "The order was cancelled.", parts: [], createdAt: now),
                    from: attempt, by: "cancellation", in: db)
            default: break
            }
            return false
        }
        if busy { throw CaptureUnderWay() }
        shop.pass(.unwound)
        return nil
    }
}
