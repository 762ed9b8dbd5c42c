import Values

/// One attempt to take money from a card.
struct Charge: Codable, Sendable {
    let id: ID<Charge>
    let price: Money
    let method: PaymentMethod
    let created: Stamp
    /// Why the card didn't pay; nil when it did.
    let decline: Decline?
    private(set) var captured: Money?
    private(set) var capturedAt: Stamp?
    private(set) var refunded: Money
    /// The authorisation was given back without taking anything.
    private(set) var isReleased = false

    init(id: ID<Charge>, price: Money, method: PaymentMethod, created: Stamp) {
        self.id = id
        self.price = price
        self.method = method
        self.created = created
        decline = method.card.decline
        refunded = .zero(price.currency)
    }

    mutating func capture(_ amount: Money, at now: Stamp) {
        captured = amount
        capturedAt = now
    }

    mutating func release() { isReleased = true }

    mutating func refund(_ amount: Money) { refunded += amount }

    func json(of intent: PaymentIntent) -> JSON {
        let isRefunded = isReleased || (captured != nil && refunded == captured)
        return [
            "id": .string(id.text),
            "object": "charge",
            "amount": .integer(price.amount),
            "amount_captured": .integer(captured?.amount ?? 0),
            "amount_refunded": .integer(isReleased ? price.amount : refunded.amount),
            "balance_transaction": nil,
            "billing_details": PaymentMethod.billingDetailsJSON,
            "captured": .bool(captured != nil),
            "created": created.json,
            "currency": .string(price.currency.stripeCode),
            "customer": nil,
            "description": JSON(orNull: intent.description),
            "disputed": false,
            "failure_code": JSON(orNull: decline?.code),
            "failure_message": JSON(orNull: decline?.message),
            "livemode": false,
            "metadata": JSON(metadata: intent.metadata),
            "outcome": outcome,
            "paid": .bool(decline == nil),
            "payment_intent": .string(intent.id.text),
            "payment_method": .string(method.id.text),
            "payment_method_details": ["card": method.cardJSON, "type": "card"],
            "refunded": .bool(isRefunded),
            "status": decline == nil ? "succeeded" : "failed",
        ]
    }

    private var outcome: JSON {
        [
            "network_status": decline == nil ? "approved_by_network" : "declined_by_network",
            "reason": JSON(orNull: decline?.declineCode),
            "risk_level": "normal",
            "seller_message": decline == nil ? "Payment complete." : "The bank did not return any further details.",
            "type": decline == nil ? "authorized" : "issuer_declined",
        ]
    }
}
