import Values

/// What the buyer did on the 3-D Secure page.
struct AuthenticateIntent: Errand {
    let id: ID<PaymentIntent>
    private let outcome: Outcome

    enum Outcome: String, CaseIterable, Sendable { case complete, fail }

    init(_ id: ID<PaymentIntent>, _ form: Form) throws(StripeError) {
        try form.allow(["outcome"])
        self.id = id
        guard let outcome = try form.choice("outcome", of: Outcome.self) else { throw .missing("outcome") }
        self.outcome = outcome
    }

    /// Answers the payment, declined or not: it is the buyer's browser that asks, and it only goes back to the shop.
    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var intent = try books.intent(id)
        var session = books.session(of: id)
        // On the payment page a buyer's time may be up meanwhile.
        if let session, session.state(at: visit.now) != .open { throw intent.error(.notAuthenticable) }
        do {
            try intent.authenticate(proved: outcome == .complete, as: visit.newID("ch"), at: Stamp(visit.now))
        } catch {
            throw intent.error(error)
        }
        var change = Change(showing: intent)
        session?.follow(intent)
        change.session = session
        change.events = session?.news(of: intent) ?? intent.newsOfState.map { [$0] } ?? []
        return change
    }
}
