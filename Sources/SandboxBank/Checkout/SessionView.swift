import Values

extension CheckoutSession {
    /// What a request may ask to see in full.
    enum Expansion: String, CaseIterable, Sendable {
        case paymentIntent = "payment_intent"
    }

    /// The object as Stripe shows it (https://docs.stripe.com/api/checkout/sessions/object).
    func json(_ intent: PaymentIntent?, expanding asked: Set<Expansion> = [], at now: Instant) -> JSON {
        let state = state(at: now)
        let payment: JSON = intent.map { asked.contains(.paymentIntent) ? $0.json() : .string($0.id.text) } ?? nil
        return [
            "id": .string(id.text),
            "object": "checkout.session",
            "amount_subtotal": .integer(price.amount),
            "amount_total": .integer(price.amount),
            "cancel_url": JSON(orNull: cancelURL),
            "client_reference_id": JSON(orNull: clientReference),
            "created": created.json,
            "currency": .string(price.currency.stripeCode),
            "customer": nil,
            "customer_email": nil,
            "expires_at": expiresAt.json,
            "livemode": false,
            "locale": JSON(orNull: locale),
            "metadata": JSON(metadata: metadata),
            "mode": "payment",
            "payment_intent": payment,
            "payment_method_types": ["card"],
            "payment_status": intent?.state == .succeeded ? "paid" : "unpaid",
            "setup_intent": nil,
            "status": .string(state.rawValue),
            "subscription": nil,
            "success_url": .string(successURL),
            "total_details": ["amount_discount": 0, "amount_shipping": 0, "amount_tax": 0],
            "ui_mode": "hosted",
            "url": state == .open ? .string(url) : nil,
        ]
    }

    /// How a refusal reads in Stripe's words.
    func error(_ refusal: Refusal) -> StripeError {
        switch refusal {
        case .notOpen(let state):
            StripeError(
                400, .invalidRequest, nil, "Only Checkout Sessions with a status in [\"open\"] can be expired. This "
                    + "Checkout Session has a status of `\(state.rawValue)`.")
        }
    }
}

extension Change {
    /// A visit as it now stands, without news.
    init(
        showing session: CheckoutSession, _ intent: PaymentIntent?,
        _ expansions: Set<CheckoutSession.Expansion> = [], during visit: Visit
    ) {
        self.init(answering: session.json(intent, expanding: expansions, at: visit.now))
        self.session = session
        self.intent = intent
    }
}
