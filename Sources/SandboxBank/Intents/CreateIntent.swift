import Values

/// Writes down that the shop wants to be paid, and pays at once when asked to confirm.
struct CreateIntent: Errand {
    private let price: Money
    private let captureMethod: PaymentIntent.CaptureMethod
    private let card: CardOnFile?
    private let confirms: Bool
    private let returnURL: String?
    private let description: String?
    private let metadata: [String: String]
    private let expansions: Set<PaymentIntent.Expansion>

    /// Stripe's own: eight digits (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). Its smallest
    /// amounts, which differ by currency, are not asked for: 1 will do.
    static let amounts: ClosedRange<Int64> = 1...99_999_999

    /// Those after `metadata` say what this bank does anyway.
    private static let known: Set<Substring> = [
        "amount", "currency", "payment_method", "confirm", "capture_method", "return_url", "description", "metadata",
        "payment_method_types", "automatic_payment_methods", "confirmation_method", "use_stripe_sdk",
    ]

    init(_ form: Form) throws(StripeError) {
        try form.allow(Self.known)
        guard let amount = try form.integer("amount") else { throw .missing("amount") }
        guard amount >= Self.amounts.lowerBound else { throw .tooSmall("amount") }
        guard amount <= Self.amounts.upperBound else {
            throw .invalid("amount", "Amount must be no more than 99999999.", code: "amount_too_large")
        }
        let code = try form.required("currency")
        guard let currency = Currency(stripeCode: code) else {
            throw .invalid("currency", "Invalid currency: \(code).")
        }
        price = Money(amount, currency)
        captureMethod = try form.choice("capture_method") ?? .automatic
        card = try CardOnFile(form)
        confirms = try form.flag("confirm")
        returnURL = try form.returnURL()
        if returnURL != nil, !confirms {
            throw .invalid("return_url", "You cannot set `return_url` when creating a PaymentIntent without setting "
                + "`confirm=true`.")
        }
        description = try form.text("description")
        metadata = try form.metadata()
        expansions = try PaymentIntent.Expansion.all(in: form)
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        let id: ID<PaymentIntent> = visit.newID("pi")
        let method = try card?.method(in: books, during: visit)
        var intent = PaymentIntent(
            id: id, clientSecret: "\(id)_secret_\(visit.newSecret())", price: price, captureMethod: captureMethod,
            description: description, metadata: metadata, method: method, returnURL: returnURL,
            created: Stamp(visit.now))
        var change = confirms
            ? try intent.confirmed(with: nil, returnURL: nil, expanding: expansions, during: visit)
            : Change(showing: intent, expansions)
        change.method = method
        return change
    }
}

/// The payment method a request names: one of the well-known ones, or a saved one.
enum CardOnFile {
    case wellKnown(TestCard)
    case saved(ID<PaymentMethod>)

    init?(_ form: Form) throws(StripeError) {
        guard let name = try form.text("payment_method") else { return nil }
        if let card = TestCard(wellKnown: name) {
            self = .wellKnown(card)
        } else if let id = ID<PaymentMethod>(name) {
            self = .saved(id)
        } else {
            throw .noSuch("PaymentMethod", name, param: "payment_method", status: 400)
        }
    }

    func method(in books: Books, during visit: Visit) throws(StripeError) -> PaymentMethod {
        switch self {
        case .wellKnown(let card): return PaymentMethod(wellKnown: card, during: visit)
        case .saved(let id):
            guard let method = books.methods[id] else {
                throw .noSuch("PaymentMethod", id.text, param: "payment_method", status: 400)
            }
            return method
        }
    }
}

extension PaymentMethod {
    /// A token of its own for each use of a well-known name, as Stripe makes one.
    init(wellKnown card: TestCard, during visit: Visit) {
        self.init(id: visit.newID("pm"), card: card, expiryMonth: 12, expiryYear: visit.now.day.civil.year + 3,
                  created: Stamp(visit.now))
    }
}

extension Form {
    /// An http or https address, or one of an app (`shop://paid`).
    func returnURL() throws(StripeError) -> String? { try url("return_url") }

    func url(_ name: String) throws(StripeError) -> String? {
        guard let url = try text(name) else { return nil }
        let isPlain = url.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        let scheme = url.prefix { $0 != ":" }
        guard isPlain, url.utf8.count <= 2048, url.contains("://"),
              !["javascript", "data", "vbscript", "file"].contains(scheme.lowercased()) else {
            throw .invalid(name, "Not a valid URL", code: "url_invalid")
        }
        return url
    }
}

extension Change {
    /// A payment as it now stands, without news.
    init(showing intent: PaymentIntent, _ expansions: Set<PaymentIntent.Expansion> = []) {
        self.init(answering: intent.json(expanding: expansions))
        self.intent = intent
    }

    /// A payment that has just moved: the shop is told, and a decline is answered as the refusal it is.
    init(movedTo intent: PaymentIntent, _ expansions: Set<PaymentIntent.Expansion> = []) {
        if let declined = intent.declined {
            self.init(refusing: declined)
        } else {
            self.init(answering: intent.json(expanding: expansions))
        }
        self.intent = intent
        events = intent.newsOfState.map { [$0] } ?? []
    }
}
