import Values

/// Closes a payment page on which nobody has paid yet; a card that was being tried there pays nothing any more.
struct ExpireSession: Errand {
    private let id: ID<CheckoutSession>
    private let expansions: Set<CheckoutSession.Expansion>

    init(_ id: ID<CheckoutSession>, _ form: Form) throws(StripeError) {
        try form.allow([])
        self.id = id
        expansions = try form.expansions()
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var session = try books.session(id)
        var intent = session.intent.flatMap { books.intents[$0] }
        do {
            try session.expire(at: visit.now)
        } catch {
            throw session.error(error)
        }
        do {
            try intent?.cancel(nil, at: Stamp(visit.now))
        } catch {
            if let intent { throw intent.error(error) }
        }
        var change = Change(showing: session, intent, expansions, during: visit)
        change.events = (intent == nil ? [] : [.canceled]) + [.sessionExpired]
        return change
    }
}
