import Storage
import Values

/// Asks the bank to give back what a refund says.
package struct MakeRefund: Job {
    package static let kind = "make-refund"
    package let refund: ID<Refund>

    package init(refund: ID<Refund>) { self.refund = refund }
}

/// Intent, call, record; the bank's key is the refund's id.
struct RefundHandler: JobHandler {
    let shop: Shop
    let bank: any CardBank
    /// With captures.
    let turns: Turns

    func run(_ work: MakeRefund) async throws -> LastWrite? { try await turns.take { try await refund(work) } }

    private func refund(_ work: MakeRefund) async throws -> LastWrite? {
        let found = try await shop.read { db -> (Refund, BankIntent.ID)? in
            guard let refund = try Refund.find(work.refund, in: db), refund.state == .requested,
                  let intent = try PaymentAttempt.find(refund.attempt, in: db)?.intent else { return nil }
            return (refund, intent)
        }
        guard let (refund, intent) = found else { return nil }
        guard shop.now - refund.createdAt < PaymentAttempt.keyRetention else {
            return end(refund, .review, why: "the bank has forgotten the key; look there before repeating it")
        }
        shop.pass(.refundBegun)
        do {
            let name = try await bank.refund(intent, refund.amount, key: refund.id.text)
            shop.pass(.refundMade)
            let now = shop.now
            return LastWrite { [outbox = shop.outbox] db in
                try Self.record(refund, bankName: name, outbox, at: now, in: db)
            }
        } catch BankFailure.refused(let code, let message) {
            return end(refund, .failed, why: "\(code): \(message)")
        } catch BankFailure.keyReused {
            return end(refund, .review, why: "the bank knows the key otherwise")
        }
    }

    private static func record(
        _ refund: Refund, bankName: String, _ outbox: Outbox, at now: Instant, in db: any Transaction
    ) throws {
        guard try refund.move(to: .made, bankName: bankName, at: now, why: "the bank gave it back", in: db),
              let attempt = try PaymentAttempt.find(refund.attempt, in: db),
              let order = try Order.find(refund.order, in: db) else { return }
        try Ledger.refunded(refund, ofCancelled: order.state == .cancelled, at: now, in: db)
        let made = try Refund.all(of: order.id, in: db)
            .filter { $0.state == .made && $0.attempt == attempt.id }.map(\.amount.amount).reduce(0, +)
        _ = try attempt.move(
            to: made == attempt.captured ? .refunded : .partlyRefunded, .init(captured: attempt.captured), at: now,
            by: "refund", why: refund.reason, in: db)
        try outbox.publish(OrderRefunded(order: order.id, refund: refund.id), at: now, in: db)
    }

    private func end(_ refund: Refund, _ state: Refund.State, why: String) -> LastWrite {
        LastWrite { [now = shop.now] db in
            guard try refund.move(to: state, at: now, why: why, in: db), state == .failed,
                  let attempt = try PaymentAttempt.find(refund.attempt, in: db) else { return }
            try attempt.releaseRefundClaim(refund.amount, in: db)
        }
    }
}
