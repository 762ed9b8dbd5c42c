import Values

/// A visit to the bank's own payment page, from the shop's wish to be paid until the buyer has paid or no longer may.
/// The rules alone; nothing here writes or answers. (https://docs.stripe.com/api/checkout/sessions)
struct CheckoutSession: Codable, Sendable {
    let id: ID<CheckoutSession>
    /// Where the buyer pays.
    let url: String
    let price: Money
    /// What the buyer reads beside the price.
    let title: String
    let captureMethod: PaymentIntent.CaptureMethod
    let clientReference: String?
    let metadata: [String: String]
    /// What the payment carries once there is one.
    let intentMetadata: [String: String]
    let successURL: String
    let cancelURL: String?
    /// The page's language, as the shop asked for it.
    let locale: String?
    let created: Stamp
    let expiresAt: Stamp
    private(set) var state = State.open
    /// None until a card is tried.
    private(set) var intent: ID<PaymentIntent>?

    enum State: String, CaseIterable, Codable, Sendable {
        case open, complete, expired

        static let transitions = Transitions<State>(beginning: [.open], [.open: [.complete, .expired]])
    }

    enum Refusal: Error, Equatable {
        case notOpen(State)
    }

    /// Stripe's own bounds (https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at).
    static let lifetimes: ClosedRange<Instant.Span> = .minutes(30) ... .hours(24)

    init(
        id: ID<CheckoutSession>, url: String, price: Money, title: String,
        captureMethod: PaymentIntent.CaptureMethod, clientReference: String?, metadata: [String: String],
        intentMetadata: [String: String], successURL: String, cancelURL: String?, locale: String?, created: Stamp,
        expiresAt: Stamp
    ) {
        self.id = id
        self.url = url
        self.price = price
        self.title = title
        self.captureMethod = captureMethod
        self.clientReference = clientReference
        self.metadata = metadata
        self.intentMetadata = intentMetadata
        self.successURL = successURL
        self.cancelURL = cancelURL
        self.locale = locale
        self.created = created
        self.expiresAt = expiresAt
    }

    /// Its state by the clock: nobody writes down that time has passed.
    func state(at now: Instant) -> State { state == .open && now >= expiresAt.instant ? .expired : state }

    /// Notes how the buyer's payment went; one that holds or has taken the money completes the visit.
    mutating func follow(_ intent: PaymentIntent) {
        self.intent = intent.id
        if [.requiresCapture, .succeeded].contains(intent.state) { move(to: .complete) }
    }

    mutating func expire(at now: Instant) throws(Refusal) {
        let state = state(at: now)
        guard state == .open else { throw .notOpen(state) }
        move(to: .expired)
    }

    private mutating func move(to next: State) {
        precondition(State.transitions.allows(state, next), "a visit doesn't go from \(state) to \(next)")
        state = next
    }
}
