import Values

/// Gives up a payment; what a card has authorised goes back to its holder.
struct CancelIntent: Errand {
    private let id: ID<PaymentIntent>
    private let reason: PaymentIntent.Cancellation.Reason?
    private let expansions: Set<PaymentIntent.Expansion>

    init(_ id: ID<PaymentIntent>, _ form: Form) throws(StripeError) {
        try form.allow(["cancellation_reason"])
        self.id = id
        reason = try form.choice("cancellation_reason")
        expansions = try PaymentIntent.Expansion.all(in: form)
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var intent = try books.intent(id)
        try books.refuseAtCheckout(intent, at: visit.now)
        do {
            try intent.cancel(reason, at: Stamp(visit.now))
        } catch {
            throw intent.error(error)
        }
        var change = Change(showing: intent, expansions)
        change.events = [.canceled]
        return change
    }
}
