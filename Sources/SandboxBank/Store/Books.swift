import Values

/// Everything the bank knows, in memory. Changed by nothing but the store's own lines, so that what is read back after
/// a crash is what was there before it.
struct Books: Sendable {
    private(set) var methods = Register<PaymentMethod>()
    private(set) var intents = Register<PaymentIntent>()
    private(set) var refunds = Register<Refund>()
    private(set) var sessions = Register<CheckoutSession>()
    private(set) var keys = KeyedReplies()
    private var charges: [ID<Charge>: ID<PaymentIntent>] = [:]
    /// Which payments are made on the bank's payment page.
    private var visits: [ID<PaymentIntent>: ID<CheckoutSession>] = [:]

    mutating func apply(_ entry: Entry) {
        if let method = entry.method { methods.put(method, as: method.id) }
        if let intent = entry.intent {
            intents.put(intent, as: intent.id)
            for charge in intent.charges { charges[charge.id] = intent.id }
        }
        if let refund = entry.refund { refunds.put(refund, as: refund.id) }
        if let session = entry.session {
            sessions.put(session, as: session.id)
            if let intent = session.intent { visits[intent] = session.id }
        }
        if let keyed = entry.reply { keys.keep(keyed.reply, for: keyed.key, at: entry.at.instant) }
    }

    mutating func reserve(_ key: String, _ fingerprint: String, at now: Instant) throws(StripeError) -> Reply? {
        try keys.reserve(key, fingerprint, at: now)
    }

    mutating func release(_ key: String) { keys.release(key) }

    func intent(_ id: ID<PaymentIntent>, param: String = "intent") throws(StripeError) -> PaymentIntent {
        guard let intent = intents[id] else { throw .noSuch("payment_intent", id.text, param: param) }
        return intent
    }

    func session(_ id: ID<CheckoutSession>) throws(StripeError) -> CheckoutSession {
        guard let session = sessions[id] else { throw .noSuch("checkout.session", id.text, param: "session") }
        return session
    }

    /// The visit in which a payment is made; nil for one the shop makes itself.
    func session(of intent: ID<PaymentIntent>) -> CheckoutSession? { visits[intent].flatMap { sessions[$0] } }

    /// While the buyer may still pay on the bank's page, a payment made there is not the shop's to confirm or cancel
    /// (https://docs.stripe.com/api/payment_intents/cancel).
    func refuseAtCheckout(_ intent: PaymentIntent, at now: Instant) throws(StripeError) {
        guard session(of: intent.id)?.state(at: now) == .open else { return }
        throw StripeError(
            400, .invalidRequest, "payment_intent_unexpected_state",
            "You cannot perform this action on PaymentIntents created by Checkout.", intent: intent)
    }

    func charge(_ id: ID<Charge>, param: String = "id") throws(StripeError) -> (charge: Charge, intent: PaymentIntent) {
        guard let place = charges[id], let intent = intents[place],
              let charge = intent.charges.first(where: { $0.id == id }) else {
            throw .noSuch("charge", id.text, param: param)
        }
        return (charge, intent)
    }
}

/// Records of one kind, found by id and listed in the order they came.
struct Register<Record: Sendable>: Sendable {
    private(set) var records: [Record] = []
    private var places: [ID<Record>: Int] = [:]

    subscript(id: ID<Record>) -> Record? { places[id].map { records[$0] } }

    func place(of id: ID<Record>) -> Int? { places[id] }

    mutating func put(_ record: Record, as id: ID<Record>) {
        if let place = places[id] {
            records[place] = record
        } else {
            places[id] = records.count
            records.append(record)
        }
    }
}
