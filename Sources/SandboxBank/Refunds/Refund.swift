import Values

/// Money given back to a buyer.
struct Refund: Codable, Sendable {
    let id: ID<Refund>
    let intent: ID<PaymentIntent>
    let charge: ID<Charge>
    let amount: Money
    let reason: Reason?
    let metadata: [String: String]
    let created: Stamp

    enum Reason: String, CaseIterable, Codable, Sendable {
        case duplicate, fraudulent
        case requestedByCustomer = "requested_by_customer"
    }

    var json: JSON {
        [
            "id": .string(id.text),
            "object": "refund",
            "amount": .integer(amount.amount),
            "balance_transaction": nil,
            "charge": .string(charge.text),
            "created": created.json,
            "currency": .string(amount.currency.stripeCode),
            "destination_details": [
                "card": ["reference": nil, "reference_status": "pending", "reference_type": nil, "type": "refund"],
                "type": "card",
            ],
            "metadata": JSON(metadata: metadata),
            "payment_intent": .string(intent.text),
            "reason": JSON(orNull: reason?.rawValue),
            "receipt_number": nil,
            "source_transfer_reversal": nil,
            "status": "succeeded",
            "transfer_reversal": nil,
        ]
    }
}
