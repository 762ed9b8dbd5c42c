import Storage
import Values
import Web

/// Takes the bank's own news. They are only a reason to look, so their order doesn't matter.
struct ReceiveBankEvent: Endpoint {
    static let route = Route(.post, "/v1/bank-events", .shop)
    static let summary = "Takes the gateway's webhooks: the signature is verified, the same event counts once."
    static let refusals: [any Web.Refusal.Type] = [BankEvent.Refusal.self]
    static let headers = ["Stripe-Signature": "signature"]
    static let body = Body.upload(mediaTypes: ["application/json"], limitBytes: 256 * 1024)

    struct Input: Decodable, Sendable {
        let signature: String
        let upload: Upload
    }

    let checkout: Checkout

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = checkout.shop.now
        let event: BankEvent
        do {
            event = try checkout.bank.event(input.upload.bytes, signature: input.signature, at: now)
        } catch {
            throw BankEvent.Refusal.badSignature
        }
        // Most news are of what the bank's own answer says, too: they cost no commit.
        let attempt = try await checkout.shop.read { db in try event.openAttempt(in: db) }
        guard let attempt else { return Done() }
        // Holds the attempt it decides on; that news count once is a unique key. The bank tells while it answers: what
        // is just being recorded of its answer is waited for, and mostly nothing is left to be written then.
        try await checkout.shop.write(.readCommitted) { db in
            let mayBeLetGo = event.isCancellation
            guard try PaymentAttempt.holdOpenToNews(attempt, mayBeLetGo: mayBeLetGo, in: db),
                  try PaymentAttempt.note(event, at: now, in: db) else { return }
            try PaymentAttempt.lookNow(attempt, mayBeLetGo: mayBeLetGo, at: now, in: db)
        }
        return Done()
    }
}

extension BankEvent {
    /// Stripe's name for an intent that will not be paid any more.
    var isCancellation: Bool { kind == "payment_intent.canceled" }

    /// The attempt that it may change something about.
    func openAttempt(in db: any Transaction) throws -> ID<PaymentAttempt>? {
        let byIntent = try attempt == nil ? intent.flatMap { try PaymentAttempt.find(intent: $0, in: db)?.id } : nil
        guard let id = attempt ?? byIntent,
              try PaymentAttempt.isOpenToNews(id, mayBeLetGo: isCancellation, in: db) else { return nil }
        return id
    }

    package enum Refusal: Web.Refusal, Equatable {
        case badSignature

        package static let catalogue = [Self.badSignature.problem]

        package var problem: Problem {
            Problem(400, "bad-signature", "The event is not signed by the bank, or too long ago.")
        }
    }
}
