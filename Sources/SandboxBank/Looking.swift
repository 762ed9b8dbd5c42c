import Values

/// What may be asked of the books without changing them.
extension Books {
    func answer(_ question: Operation.Question, _ form: Form, _ visit: Visit) throws(StripeError) -> JSON {
        switch question {
        case .paymentMethod(let id): try method(id, form, visit)
        case .intents: try listIntents(form)
        case .intent(let id): try intent(id, form)
        case .refunds: try listRefunds(form)
        case .refund(let id): try refund(id, form)
        case .charges: try listCharges(form)
        case .charge(let id): try charge(id, form)
        case .sessions: try listSessions(form, at: visit.now)
        case .session(let id): try session(id, form, at: visit.now)
        }
    }

    /// A well-known name shows a new token each time, as at Stripe; it is kept once it pays.
    func method(_ name: String, _ form: Form, _ visit: Visit) throws(StripeError) -> JSON {
        try form.allow([])
        if let card = TestCard(wellKnown: name) { return PaymentMethod(wellKnown: card, during: visit).json }
        guard let id = ID<PaymentMethod>(name), let method = methods[id] else {
            throw .noSuch("PaymentMethod", name, param: "payment_method")
        }
        return method.json
    }

    func intent(_ name: String, _ form: Form) throws(StripeError) -> JSON {
        try form.allow(["client_secret"])
        guard let id = ID<PaymentIntent>(name) else { throw .noSuch("payment_intent", name, param: "intent") }
        return try intent(id).json(expanding: PaymentIntent.Expansion.all(in: form))
    }

    func refund(_ name: String, _ form: Form) throws(StripeError) -> JSON {
        try form.allow([])
        guard let id = ID<Refund>(name), let refund = refunds[id] else { throw .noSuch("refund", name, param: "id") }
        return refund.json
    }

    func charge(_ name: String, _ form: Form) throws(StripeError) -> JSON {
        try form.allow([])
        guard let id = ID<Charge>(name) else { throw .noSuch("charge", name, param: "id") }
        let (charge, intent) = try charge(id)
        return charge.json(of: intent)
    }

    func session(_ name: String, _ form: Form, at now: Instant) throws(StripeError) -> JSON {
        try form.allow([])
        guard let id = ID<CheckoutSession>(name) else {
            throw .noSuch("checkout.session", name, param: "session")
        }
        let session = try session(id)
        return session.json(payment(of: session), expanding: try form.expansions(), at: now)
    }

    func listSessions(_ form: Form, at now: Instant) throws(StripeError) -> JSON {
        try form.allow(Listing.parameters.union(["payment_intent", "status"]))
        let asked = try form.expansions(prefix: "data.")
        let payment = form["payment_intent"]
        let state = try form.choice("status", of: CheckoutSession.State.self)
        func isAsked(_ session: CheckoutSession) -> Bool {
            (payment == nil || session.intent?.text == payment) && (state == nil || session.state(at: now) == state)
        }
        return try Listing(form).page(
            of: sessions, "checkout.session", url: "/v1/checkout/sessions", created: \.created, where: isAsked
        ) { $0.json(self.payment(of: $0), expanding: asked, at: now) }
    }

    func payment(of session: CheckoutSession) -> PaymentIntent? { session.intent.flatMap { intents[$0] } }

    func listIntents(_ form: Form) throws(StripeError) -> JSON {
        try form.allow(Listing.parameters)
        let expansions = try PaymentIntent.Expansion.all(in: form, prefix: "data.")
        return try Listing(form).page(
            of: intents, "payment_intent", url: "/v1/payment_intents", created: \.created, where: { _ in true }
        ) { $0.json(expanding: expansions) }
    }

    func listRefunds(_ form: Form) throws(StripeError) -> JSON {
        try form.allow(Listing.parameters.union(["payment_intent", "charge"]))
        let (payment, charge) = (form["payment_intent"], form["charge"])
        func isAsked(_ refund: Refund) -> Bool {
            (payment == nil || refund.intent.text == payment) && (charge == nil || refund.charge.text == charge)
        }
        return try Listing(form).page(
            of: refunds, "refund", url: "/v1/refunds", created: \.created, where: isAsked, json: \.json)
    }

    /// The charges of one payment, the newest first; a shop never needs all of them at once.
    func listCharges(_ form: Form) throws(StripeError) -> JSON {
        try form.allow(["payment_intent", "limit"])
        let name = try form.required("payment_intent")
        guard let id = ID<PaymentIntent>(name) else { throw .noSuch("payment_intent", name, param: "payment_intent") }
        let intent = try intent(id, param: "payment_intent")
        return Listing.json(intent.charges.reversed().map { $0.json(of: intent) }, hasMore: false, url: "/v1/charges")
    }
}

/// One page of a list, newest first (https://docs.stripe.com/api/pagination).
struct Listing {
    private let limit: Int
    private let after: String?
    private let before: String?
    private let created: ClosedRange<Int64>

    static let parameters: Set<Substring> = ["limit", "starting_after", "ending_before", "created", "customer"]
    static let limits: ClosedRange<Int64> = 1...100

    init(_ form: Form) throws(StripeError) {
        let asked = try form.integer("limit") ?? 10
        guard Self.limits.contains(asked) else {
            throw .invalid("limit", "Limit must be between 1 and 100.", code: "parameter_invalid_integer")
        }
        limit = Int(asked)
        after = try form.text("starting_after")
        before = try form.text("ending_before")
        guard after == nil || before == nil else {
            throw .invalid("ending_before", "You can only specify one of ending_before or starting_after.")
        }
        created = try Self.seconds(form)
    }

    private static func seconds(_ form: Form) throws(StripeError) -> ClosedRange<Int64> {
        // Far enough for any clock, and room to add one.
        let (first, last) = (Int64.min / 4, Int64.max / 4)
        var (from, to) = (first, last)
        if let exact = try form.integer("created") { (from, to) = (exact, exact) }
        if let bound = try form.integer("created[gte]") { from = max(from, bound) }
        if let bound = try form.integer("created[gt]") { from = max(from, min(bound, last) + 1) }
        if let bound = try form.integer("created[lte]") { to = min(to, bound) }
        if let bound = try form.integer("created[lt]") { to = min(to, max(bound, first) - 1) }
        guard from <= to else { return last...last }
        return from...to
    }

    func page<Record>(
        of register: Register<Record>, _ noun: String, url: String, created: (Record) -> Stamp,
        where isAsked: (Record) -> Bool, json: (Record) -> JSON
    ) throws(StripeError) -> JSON {
        let records = register.records
        func place(_ name: String, _ param: String) throws(StripeError) -> Int {
            guard let place = ID<Record>(name).flatMap(register.place(of:)) else {
                throw .noSuch(noun, name, param: param, status: 400)
            }
            return place
        }
        func found(_ places: some Sequence<Int>) -> (shown: [JSON], hasMore: Bool) {
            var shown: [JSON] = []
            for place in places where self.created.contains(created(records[place]).instant.seconds) {
                guard isAsked(records[place]) else { continue }
                if shown.count == limit { return (shown, true) }
                shown.append(json(records[place]))
            }
            return (shown, false)
        }
        if let before {
            let (shown, hasMore) = found((try place(before, "ending_before") + 1)..<records.count)
            return Self.json(shown.reversed(), hasMore: hasMore, url: url)
        }
        let end = try after.map { name throws(StripeError) in try place(name, "starting_after") } ?? records.count
        let (shown, hasMore) = found((0..<end).reversed())
        return Self.json(shown, hasMore: hasMore, url: url)
    }

    static func json(_ data: [JSON], hasMore: Bool, url: String) -> JSON {
        ["object": "list", "data": .array(data), "has_more": .bool(hasMore), "url": .string(url)]
    }
}
