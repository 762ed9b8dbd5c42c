import Values

/// A token for a test card. It knows which card it is, and neither its number nor its security code.
struct PaymentMethod: Codable, Sendable {
    let id: ID<PaymentMethod>
    let card: TestCard
    let expiryMonth: Int
    let expiryYear: Int
    let created: Stamp

    var cardJSON: JSON {
        [
            "brand": .string(card.brand),
            "checks": ["address_line1_check": nil, "address_postal_code_check": nil, "cvc_check": "pass"],
            "country": "US",
            "display_brand": .string(card.brand),
            "exp_month": .integer(Int64(expiryMonth)),
            "exp_year": .integer(Int64(expiryYear)),
            "fingerprint": .string("sandbox-\(card.rawValue)"),
            "funding": "credit",
            "generated_from": nil,
            "last4": .string(card.lastFour),
            "networks": ["available": [.string(card.brand)], "preferred": nil],
            "regulated_status": "unregulated",
            "three_d_secure_usage": ["supported": true],
            "wallet": nil,
        ]
    }

    /// Billing details are the shop's to keep; the bank takes none.
    static let billingDetailsJSON: JSON = [
        "address": ["city": nil, "country": nil, "line1": nil, "line2": nil, "postal_code": nil, "state": nil],
        "email": nil, "name": nil, "phone": nil, "tax_id": nil,
    ]

    var json: JSON {
        [
            "id": .string(id.text),
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": Self.billingDetailsJSON,
            "card": cardJSON,
            "created": created.json,
            "customer": nil,
            "livemode": false,
            "metadata": [:],
            "type": "card",
        ]
    }
}
