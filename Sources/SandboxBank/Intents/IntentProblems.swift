import Values

extension PaymentIntent {
    /// How a refusal reads in Stripe's words; the payment is shown with it.
    func error(_ refusal: Refusal) -> StripeError {
        switch refusal {
        case .noPaymentMethod:
            unexpected("You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the "
                + "PaymentIntent with a payment method, specify a payment method attached to it.")
        case .notConfirmable:
            unexpected(cannot("confirm", "confirmed", [.requiresConfirmation, .requiresPaymentMethod]))
        case .notCapturable:
            unexpected(state == .succeeded
                ? "This PaymentIntent could not be captured because it has already been captured."
                : "This PaymentIntent could not be captured because it has a status of \(state.rawValue). Only a "
                    + "PaymentIntent with one of the following statuses may be captured: requires_capture.")
        case .notCancelable:
            unexpected(cannot("cancel", "canceled",
                [.requiresPaymentMethod, .requiresCapture, .requiresConfirmation, .requiresAction]))
        case .notAuthenticable: unexpected(cannot("authenticate", "authenticated", [.requiresAction]))
        case .tooManyAttempts(let limit):
            StripeError(400, .invalidRequest, "payment_intent_payment_attempt_failed",
                "This PaymentIntent has been tried \(limit) times and can't be tried again.", intent: self)
        case .aboveAuthorised(let limit):
            StripeError(400, .invalidRequest, "amount_too_large", "The provided amount_to_capture is greater than the "
                + "amount that may be captured (\(limit)).", param: "amount_to_capture", intent: self)
        case .notRefundable:
            StripeError(400, .invalidRequest, nil,
                "This PaymentIntent (\(id)) does not have a successful charge to refund.", param: "payment_intent")
        case .refundedInFull:
            StripeError(400, .invalidRequest, "charge_already_refunded",
                "Charge \(latestCharge?.id.text ?? "") has already been refunded.")
        case .aboveCaptured(let asked, let left):
            StripeError(400, .invalidRequest, "amount_too_large", "Refund amount (\(asked)) is greater than unrefunded "
                + "amount on charge (\(left))", param: "amount")
        }
    }

    private func unexpected(_ message: String) -> StripeError {
        StripeError(400, .invalidRequest, "payment_intent_unexpected_state", message, intent: self)
    }

    private func cannot(_ verb: String, _ done: String, _ states: [State]) -> String {
        "You cannot \(verb) this PaymentIntent because it has a status of \(state.rawValue). Only a PaymentIntent with "
            + "one of the following statuses may be \(done): \(states.map(\.rawValue).joined(separator: ", "))."
    }
}
