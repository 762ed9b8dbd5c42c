import Values

/// Makes a payment page for one buyer: what is paid for, and where they go afterwards.
struct CreateSession: Errand {
    private let price: Money
    private let title: String
    private let captureMethod: PaymentIntent.CaptureMethod
    private let clientReference: String?
    private let metadata: [String: String]
    private let intentMetadata: [String: String]
    private let successURL: String
    private let cancelURL: String?
    private let locale: String?
    private let expiresAt: Int64?
    private let expansions: Set<CheckoutSession.Expansion>

    /// Stripe's own.
    static let lineLimit = 100
    static let lineQuantities: ClosedRange<Int64> = 1...999_999

    /// Those after `locale` say what this bank does anyway.
    private static let known: Set<Substring> = [
        "mode", "line_items", "payment_intent_data", "client_reference_id", "metadata", "success_url", "cancel_url",
        "expires_at", "locale", "payment_method_types", "ui_mode",
    ]

    private static let knownOfPayment = ["payment_intent_data[capture_method]", "payment_intent_data[metadata]["]

    init(_ form: Form) throws(StripeError) {
        try form.allow(Self.known)
        for (name, _) in form.pairs where name.hasPrefix("payment_intent_data") {
            guard Self.knownOfPayment.contains(where: name.hasPrefix) else {
                throw .invalid(name, "Received unknown parameter: \(name)", code: "parameter_unknown")
            }
        }
        guard try form.required("mode") == "payment" else { throw .invalid("mode", "This bank takes payments only.") }
        (price, title) = try Self.lines(form)
        captureMethod = try form.choice("payment_intent_data[capture_method]") ?? .automatic
        clientReference = try form.text("client_reference_id")
        metadata = try form.metadata()
        intentMetadata = try form.metadata("payment_intent_data[metadata]")
        guard let success = try form.url("success_url") else { throw .missing("success_url") }
        successURL = success
        cancelURL = try form.url("cancel_url")
        locale = try form.text("locale")
        expiresAt = try form.integer("expires_at")
        expansions = try form.expansions()
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        let now = Stamp(visit.now)
        let id: ID<CheckoutSession> = visit.newID("cs_test")
        let end = expiresAt.map { Stamp(Instant(seconds: $0)) }
            ?? Stamp(visit.now + CheckoutSession.lifetimes.upperBound)
        // The wire has whole seconds, and so have its bounds.
        let lifetime = Instant.Span.seconds(end.instant.seconds - now.instant.seconds)
        guard CheckoutSession.lifetimes.contains(lifetime) else {
            throw .invalid("expires_at", "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours "
                + "from Checkout Session creation.")
        }
        let session = CheckoutSession(
            id: id, url: "\(visit.bankURL)/sandbox/checkout/\(id)", price: price, title: title,
            captureMethod: captureMethod, clientReference: clientReference, metadata: metadata,
            intentMetadata: intentMetadata, successURL: successURL, cancelURL: cancelURL, locale: locale,
            created: now, expiresAt: end)
        return Change(showing: session, nil, expansions, during: visit)
    }

    /// Adds up `line_items[0][price_data][unit_amount]` and its neighbours, which all have one currency.
    private static func lines(_ form: Form) throws(StripeError) -> (price: Money, title: String) {
        var (total, titles) = (Int64(0), [String]())
        var currency: Currency?
        for number in 0..<lineLimit {
            let line = "line_items[\(number)]"
            guard form.pairs.contains(where: { $0.name.hasPrefix(line) }) else { break }
            let code = try form.required("\(line)[price_data][currency]")
            guard let own = Currency(stripeCode: code), currency == nil || currency == own else {
                throw .invalid("\(line)[price_data][currency]", "Invalid currency: \(code).")
            }
            currency = own
            guard let amount = try form.integer("\(line)[price_data][unit_amount]") else {
                throw .missing("\(line)[price_data][unit_amount]")
            }
            guard let quantity = try form.integer("\(line)[quantity]") else { throw .missing("\(line)[quantity]") }
            guard CreateIntent.amounts.contains(amount), lineQuantities.contains(quantity) else {
                throw .invalid("\(line)[price_data][unit_amount]", "Invalid amount or quantity.")
            }
            // Neither product nor sum of a hundred can leave 64 bits within those bounds.
            total += amount * quantity
            titles.append(try form.required("\(line)[price_data][product_data][name]"))
        }
        guard let currency else { throw .missing("line_items") }
        guard total <= CreateIntent.amounts.upperBound else {
            throw .invalid("line_items", "The total must be no more than 99999999.", code: "amount_too_large")
        }
        return (Money(total, currency), titles.joined(separator: ", "))
    }
}

extension Form {
    /// Reads `expand[]`; in a list the names begin with `data.`.
    func expansions(prefix: String = "") throws(StripeError) -> Set<CheckoutSession.Expansion> {
        var asked: Set<CheckoutSession.Expansion> = []
        for name in list("expand") {
            guard name.hasPrefix(prefix),
                  let expansion = CheckoutSession.Expansion(rawValue: String(name.dropFirst(prefix.count))) else {
                throw .invalid("expand", "This property cannot be expanded (\(name)).")
            }
            asked.insert(expansion)
        }
        return asked
    }
}
