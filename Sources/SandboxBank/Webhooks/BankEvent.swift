import Values

/// Something that happened at the bank and that the shop is told, at least once, under one id.
struct BankEvent: Sendable {
    let id: ID<BankEvent>
    let kind: Kind
    let created: Stamp
    let requestID: String
    let idempotencyKey: String?
    /// As it stood when this happened; it may have moved on since.
    let intent: PaymentIntent?
    let refund: Refund?
    let session: CheckoutSession?

    enum Kind: String, Codable, Sendable {
        case succeeded = "payment_intent.succeeded"
        case capturable = "payment_intent.amount_capturable_updated"
        case paymentFailed = "payment_intent.payment_failed"
        case canceled = "payment_intent.canceled"
        case requiresAction = "payment_intent.requires_action"
        case refundCreated = "refund.created"
        case chargeRefunded = "charge.refunded"
        case sessionCompleted = "checkout.session.completed"
        case sessionExpired = "checkout.session.expired"
    }

    /// The version of Stripe's API whose objects these are.
    static let apiVersion = "2025-03-31.basil"

    /// The same bytes however often it is sent (https://docs.stripe.com/api/events/object).
    var payload: [UInt8] {
        let event: JSON = [
            "id": .string(id.text),
            "object": "event",
            "api_version": .string(Self.apiVersion),
            "created": created.json,
            "data": ["object": subject],
            "livemode": false,
            "pending_webhooks": 1,
            "request": ["id": .string(requestID), "idempotency_key": JSON(orNull: idempotencyKey)],
            "type": .string(kind.rawValue),
        ]
        return event.bytes
    }

    private var subject: JSON {
        switch kind {
        case .succeeded, .capturable, .paymentFailed, .canceled, .requiresAction: intent?.json() ?? nil
        case .chargeRefunded: intent.flatMap { intent in intent.authorised?.json(of: intent) } ?? nil
        case .refundCreated: refund?.json ?? nil
        case .sessionCompleted, .sessionExpired: session?.json(intent, at: created.instant) ?? nil
        }
    }
}
