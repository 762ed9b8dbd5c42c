import Values

/// A payment from the shop's wish to be paid to the money's arrival. The rules alone; nothing here writes or answers.
struct PaymentIntent: Codable, Sendable {
    let id: ID<PaymentIntent>
    let clientSecret: String
    let price: Money
    let captureMethod: CaptureMethod
    let description: String?
    let metadata: [String: String]
    let created: Stamp
    private(set) var state = State.requiresPaymentMethod
    private(set) var method: PaymentMethod?
    /// Where the buyer goes after 3-D Secure.
    private(set) var returnURL: String?
    /// Where the buyer goes for 3-D Secure, while the state asks for it.
    private(set) var authenticationURL: String?
    private(set) var failure: Failure?
    private(set) var charges: [Charge] = []
    private(set) var cancellation: Cancellation?

    enum CaptureMethod: String, CaseIterable, Codable, Sendable { case automatic, manual }

    enum State: String, CaseIterable, Codable, Sendable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case requiresCapture = "requires_capture"
        case succeeded
        case canceled

        /// https://docs.stripe.com/payments/paymentintents/lifecycle
        static let transitions = Transitions<State>(beginning: [.requiresPaymentMethod, .requiresConfirmation], [
            .requiresPaymentMethod: [.requiresPaymentMethod, .requiresAction, .requiresCapture, .succeeded, .canceled],
            .requiresConfirmation: [.requiresPaymentMethod, .requiresAction, .requiresCapture, .succeeded, .canceled],
            .requiresAction: [.requiresPaymentMethod, .requiresAction, .requiresCapture, .succeeded, .canceled],
            .requiresCapture: [.succeeded, .canceled],
        ])
    }

    /// Why the last attempt to pay failed.
    enum Failure: Codable, Sendable {
        case declined(Decline, PaymentMethod)
        case notAuthenticated(PaymentMethod)
    }

    struct Cancellation: Codable, Sendable {
        let at: Stamp
        let reason: Reason?

        enum Reason: String, CaseIterable, Codable, Sendable {
            case duplicate, fraudulent, abandoned
            case requestedByCustomer = "requested_by_customer"
        }
    }

    enum Refusal: Error, Equatable {
        case noPaymentMethod
        case notConfirmable, notCapturable, notCancelable, notAuthenticable
        case tooManyAttempts(limit: Int)
        case aboveAuthorised(Money)
        case notRefundable
        case refundedInFull
        case aboveCaptured(asked: Money, left: Money)
    }

    /// A card thief tries more often than any buyer.
    static let attemptLimit = 25

    init(
        id: ID<PaymentIntent>, clientSecret: String, price: Money, captureMethod: CaptureMethod, description: String?,
        metadata: [String: String], method: PaymentMethod?, returnURL: String?, created: Stamp
    ) {
        self.id = id
        self.clientSecret = clientSecret
        self.price = price
        self.captureMethod = captureMethod
        self.description = description
        self.metadata = metadata
        self.method = method
        self.returnURL = returnURL
        self.created = created
        if method != nil { state = .requiresConfirmation }
    }

    var latestCharge: Charge? { charges.last }

    /// The charge that holds the buyer's money, or will: no other one may.
    var authorised: Charge? { latestCharge.flatMap { $0.decline == nil ? $0 : nil } }

    var capturable: Money { state == .requiresCapture ? price : .zero(price.currency) }

    var received: Money { authorised?.captured ?? .zero(price.currency) }

    var refunded: Money { authorised?.refunded ?? .zero(price.currency) }
}

extension PaymentIntent {
    /// Pays with `method`, or the one known already; a card may ask for 3-D Secure first.
    mutating func confirm(
        with method: PaymentMethod?, returnURL: String?, authenticationURL: String, as charge: ID<Charge>, at now: Stamp
    ) throws(Refusal) {
        switch state {
        case .requiresPaymentMethod, .requiresConfirmation: break
        case .requiresAction where method != nil: break
        case .requiresAction, .requiresCapture, .succeeded, .canceled: throw .notConfirmable
        }
        guard charges.count < Self.attemptLimit else { throw .tooManyAttempts(limit: Self.attemptLimit) }
        guard let method = method ?? self.method else { throw .noPaymentMethod }
        self.method = method
        if let returnURL { self.returnURL = returnURL }
        if method.card.asksForAuthentication {
            failure = nil
            self.authenticationURL = authenticationURL
            move(to: .requiresAction)
        } else {
            attempt(method, as: charge, at: now)
        }
    }

    /// The buyer has been to the 3-D Secure page, and has proved who they are or has not.
    mutating func authenticate(proved: Bool, as charge: ID<Charge>, at now: Stamp) throws(Refusal) {
        guard state == .requiresAction, let method else { throw .notAuthenticable }
        authenticationURL = nil
        if proved {
            attempt(method, as: charge, at: now)
        } else {
            fail(.notAuthenticated(method))
        }
    }

    /// Takes the authorised money, or a part of it; the rest goes back to the buyer.
    mutating func capture(_ amount: Money, at now: Stamp) throws(Refusal) {
        guard state == .requiresCapture else { throw .notCapturable }
        guard amount <= capturable else { throw .aboveAuthorised(capturable) }
        charges[charges.count - 1].capture(amount, at: now)
        move(to: .succeeded)
    }

    mutating func cancel(_ reason: Cancellation.Reason?, at now: Stamp) throws(Refusal) {
        guard State.transitions.allows(state, .canceled) else { throw .notCancelable }
        if state == .requiresCapture { charges[charges.count - 1].release() }
        authenticationURL = nil
        cancellation = Cancellation(at: now, reason: reason)
        move(to: .canceled)
    }

    /// Gives back `amount`, or all that is left, and says how much that was. Never more than was captured.
    mutating func refund(_ amount: Money?) throws(Refusal) -> Money {
        guard state == .succeeded, let charge = authorised, let captured = charge.captured else { throw .notRefundable }
        let left = captured - charge.refunded
        guard left.amount > 0 else { throw .refundedInFull }
        let amount = amount ?? left
        guard amount <= left else { throw .aboveCaptured(asked: amount, left: left) }
        charges[charges.count - 1].refund(amount)
        return amount
    }

    private mutating func attempt(_ method: PaymentMethod, as id: ID<Charge>, at now: Stamp) {
        var charge = Charge(id: id, price: price, method: method, created: now)
        if let decline = charge.decline {
            charges.append(charge)
            fail(.declined(decline, method))
            return
        }
        failure = nil
        if captureMethod == .automatic { charge.capture(price, at: now) }
        charges.append(charge)
        move(to: captureMethod == .automatic ? .succeeded : .requiresCapture)
    }

    private mutating func fail(_ failure: Failure) {
        self.failure = failure
        method = nil
        move(to: .requiresPaymentMethod)
    }

    private mutating func move(to next: State) {
        precondition(State.transitions.allows(state, next), "a payment doesn't go from \(state) to \(next)")
        state = next
    }
}
