import Values

/// What the buyer did on the payment page: chose a card and pressed the button.
struct PayAtCheckout: Errand {
    private let id: ID<CheckoutSession>
    private let card: TestCard

    init(_ id: ID<CheckoutSession>, _ form: Form) throws(StripeError) {
        try form.allow(["card"])
        let name = try form.required("card")
        guard let card = TestCard(wellKnown: name) else {
            throw .noSuch("PaymentMethod", name, param: "card", status: 400)
        }
        self.id = id
        self.card = card
    }

    /// Answers the visit, paid or not: it is the buyer's browser that asks.
    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var session = try books.session(id)
        let state = session.state(at: visit.now)
        guard state == .open else { throw session.error(.notOpen(state)) }
        var intent = session.intent.flatMap { books.intents[$0] } ?? session.newIntent(during: visit)
        let method = PaymentMethod(wellKnown: card, during: visit)
        do {
            // After 3-D Secure the buyer comes back to the payment page, which knows where to go from there.
            try intent.confirm(with: method, returnURL: session.url, authenticationURL: intent.pageURL(during: visit),
                               as: visit.newID("ch"), at: Stamp(visit.now))
        } catch {
            throw intent.error(error)
        }
        session.follow(intent)
        var change = Change(showing: session, intent, during: visit)
        change.method = method
        change.events = session.news(of: intent)
        return change
    }
}

extension CheckoutSession {
    fileprivate func newIntent(during visit: Visit) -> PaymentIntent {
        let id: ID<PaymentIntent> = visit.newID("pi")
        return PaymentIntent(
            id: id, clientSecret: "\(id)_secret_\(visit.newSecret())", price: price, captureMethod: captureMethod,
            description: nil, metadata: intentMetadata, method: nil, returnURL: nil, created: Stamp(visit.now))
    }

    /// What the shop is told once the payment has moved.
    func news(of intent: PaymentIntent) -> [BankEvent.Kind] {
        [intent.newsOfState, state == .complete ? .sessionCompleted : nil].compactMap { $0 }
    }
}
