import Values

/// Gives captured money back, all that is left of it or `amount`.
struct CreateRefund: Errand {
    private let payment: Payment
    private let amount: Int64?
    private let reason: Refund.Reason?
    private let metadata: [String: String]

    /// A refund names its payment or its charge.
    private enum Payment {
        case intent(ID<PaymentIntent>)
        case charge(ID<Charge>)
    }

    init(_ form: Form) throws(StripeError) {
        try form.allow(["payment_intent", "charge", "amount", "reason", "metadata"])
        guard form.list("expand").isEmpty else { throw .invalid("expand", "A refund can't be expanded.") }
        payment = try Self.payment(form)
        amount = try form.integer("amount")
        if let amount, amount < 1 { throw .tooSmall("amount") }
        reason = try form.choice("reason")
        metadata = try form.metadata()
    }

    private static func payment(_ form: Form) throws(StripeError) -> Payment {
        if let name = try form.text("payment_intent") {
            guard let id = ID<PaymentIntent>(name) else {
                throw .noSuch("payment_intent", name, param: "payment_intent")
            }
            return .intent(id)
        }
        guard let name = try form.text("charge") else {
            throw .invalid("payment_intent", "One of the following params should be provided for this request: "
                + "payment_intent or charge.", code: "parameter_missing")
        }
        guard let id = ID<Charge>(name) else { throw .noSuch("charge", name, param: "charge") }
        return .charge(id)
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        var intent: PaymentIntent
        switch payment {
        case .intent(let id): intent = try books.intent(id, param: "payment_intent")
        case .charge(let id): intent = try books.intent(try books.charge(id, param: "charge").intent.id)
        }
        let given: Money
        do {
            given = try intent.refund(amount.map { Money($0, intent.price.currency) })
        } catch {
            throw intent.error(error)
        }
        guard let charge = intent.authorised else { throw intent.error(.notRefundable) }
        let refund = Refund(id: visit.newID("re"), intent: intent.id, charge: charge.id, amount: given, reason: reason,
                            metadata: metadata, created: Stamp(visit.now))
        var change = Change(answering: refund.json)
        change.intent = intent
        change.refund = refund
        change.events = [.refundCreated, .chargeRefunded]
        return change
    }
}
