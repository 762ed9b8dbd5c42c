import Values

extension PaymentIntent {
    /// What a request may ask to see in full where otherwise an id stands
    /// (https://docs.stripe.com/api/expanding_objects).
    enum Expansion: String, CaseIterable, Sendable {
        case latestCharge = "latest_charge"
        case paymentMethod = "payment_method"

        /// Reads `expand[]`; in a list the names begin with `data.`.
        static func all(in form: Form, prefix: String = "") throws(StripeError) -> Set<Self> {
            var asked: Set<Self> = []
            for name in form.list("expand") {
                guard name.hasPrefix(prefix),
                      let expansion = Self(rawValue: String(name.dropFirst(prefix.count))) else {
                    throw .invalid("expand", "This property cannot be expanded (\(name)).")
                }
                asked.insert(expansion)
            }
            return asked
        }
    }

    /// The object as Stripe shows it (https://docs.stripe.com/api/payment_intents/object).
    func json(expanding asked: Set<Expansion> = []) -> JSON {
        let charge: JSON = latestCharge.map {
            asked.contains(.latestCharge) ? $0.json(of: self) : .string($0.id.text)
        } ?? nil
        let method: JSON = method.map { asked.contains(.paymentMethod) ? $0.json : .string($0.id.text) } ?? nil
        return [
            "id": .string(id.text),
            "object": "payment_intent",
            "amount": .integer(price.amount),
            "amount_capturable": .integer(capturable.amount),
            "amount_details": ["tip": [:]],
            "amount_received": .integer(received.amount),
            "application": nil,
            "application_fee_amount": nil,
            "automatic_payment_methods": nil,
            "canceled_at": cancellation?.at.json ?? nil,
            "cancellation_reason": JSON(orNull: cancellation?.reason?.rawValue),
            "capture_method": .string(captureMethod.rawValue),
            "client_secret": .string(clientSecret),
            "confirmation_method": "automatic",
            "created": created.json,
            "currency": .string(price.currency.stripeCode),
            "customer": nil,
            "description": JSON(orNull: description),
            "last_payment_error": failureJSON,
            "latest_charge": charge,
            "livemode": false,
            "metadata": JSON(metadata: metadata),
            "next_action": nextActionJSON,
            "on_behalf_of": nil,
            "payment_method": method,
            "payment_method_options": [
                "card": [
                    "installments": nil, "mandate_options": nil, "network": nil, "request_three_d_secure": "automatic",
                ],
            ],
            "payment_method_types": ["card"],
            "processing": nil,
            "receipt_email": nil,
            "review": nil,
            "setup_future_usage": nil,
            "shipping": nil,
            "statement_descriptor": nil,
            "statement_descriptor_suffix": nil,
            "status": .string(state.rawValue),
            "transfer_data": nil,
            "transfer_group": nil,
        ]
    }

    private var nextActionJSON: JSON {
        guard state == .requiresAction, let authenticationURL else { return nil }
        return [
            "redirect_to_url": ["return_url": JSON(orNull: returnURL), "url": .string(authenticationURL)],
            "type": "redirect_to_url",
        ]
    }

    private var failureJSON: JSON {
        switch failure {
        case nil: nil
        case .declined(let decline, let method): [
            "charge": JSON(orNull: latestCharge?.id.text),
            "code": .string(decline.code),
            "decline_code": .string(decline.declineCode),
            "message": .string(decline.message),
            "payment_method": method.json,
            "type": "card_error",
        ]
        case .notAuthenticated(let method): [
            "code": .string(Self.notAuthenticatedCode),
            "message": .string(Self.notAuthenticatedMessage),
            "payment_method": method.json,
            "type": "invalid_request_error",
        ]
        }
    }

    private static let notAuthenticatedCode = "payment_intent_authentication_failure"
    private static let notAuthenticatedMessage = "The provided PaymentMethod has failed authentication. You can "
        + "provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again."

    /// The 402 that a declined confirmation is answered with; nil when nothing was declined.
    var declined: StripeError? {
        guard case .declined(let decline, let method) = failure else { return nil }
        var error = StripeError(402, .card, decline.code, decline.message, intent: self)
        error.declineCode = decline.declineCode
        error.method = method
        return error
    }

    /// What the shop is told about where the payment stands now.
    var newsOfState: BankEvent.Kind? {
        switch state {
        case .requiresPaymentMethod: failure == nil ? nil : .paymentFailed
        case .requiresConfirmation: nil
        case .requiresAction: .requiresAction
        case .requiresCapture: .capturable
        case .succeeded: .succeeded
        case .canceled: .canceled
        }
    }
}
