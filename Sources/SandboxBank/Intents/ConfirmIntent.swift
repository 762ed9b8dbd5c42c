import Values

/// Pays: with the card named here, or the one named before.
struct ConfirmIntent: Errand {
    private let id: ID<PaymentIntent>
    private let card: CardOnFile?
    private let returnURL: String?
    private let expansions: Set<PaymentIntent.Expansion>

    init(_ id: ID<PaymentIntent>, _ form: Form) throws(StripeError) {
        try form.allow(["payment_method", "return_url", "use_stripe_sdk", "payment_method_types"])
        self.id = id
        card = try CardOnFile(form)
        returnURL = try form.returnURL()
        expansions = try PaymentIntent.Expansion.all(in: form)
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var intent = try books.intent(id)
        try books.refuseAtCheckout(intent, at: visit.now)
        let method = try card?.method(in: books, during: visit)
        var change = try intent.confirmed(with: method, returnURL: returnURL, expanding: expansions, during: visit)
        change.method = method
        return change
    }
}

extension PaymentIntent {
    mutating func confirmed(
        with method: PaymentMethod?, returnURL: String?, expanding expansions: Set<Expansion>, during visit: Visit
    ) throws(StripeError) -> Change {
        do {
            try confirm(with: method, returnURL: returnURL, authenticationURL: pageURL(during: visit),
                        as: visit.newID("ch"), at: Stamp(visit.now))
        } catch {
            throw self.error(error)
        }
        return Change(movedTo: self, expansions)
    }

    /// Its 3-D Secure page.
    func pageURL(during visit: Visit) -> String { "\(visit.bankURL)/sandbox/3ds/\(id)" }
}
