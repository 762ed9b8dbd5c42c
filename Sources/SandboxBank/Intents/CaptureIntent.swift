import Values

/// Takes the money a card has authorised, all of it or `amount_to_capture`.
struct CaptureIntent: Errand {
    private let id: ID<PaymentIntent>
    private let amount: Int64?
    private let expansions: Set<PaymentIntent.Expansion>

    init(_ id: ID<PaymentIntent>, _ form: Form) throws(StripeError) {
        try form.allow(["amount_to_capture"])
        self.id = id
        amount = try form.integer("amount_to_capture")
        if let amount, amount < 1 { throw .tooSmall("amount_to_capture") }
        expansions = try PaymentIntent.Expansion.all(in: form)
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var intent = try books.intent(id)
        do {
            try intent.capture(Money(amount ?? intent.price.amount, intent.price.currency), at: Stamp(visit.now))
        } catch {
            throw intent.error(error)
        }
        return Change(movedTo: intent, expansions)
    }
}
