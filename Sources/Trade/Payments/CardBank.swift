import Values

/// The bank that holds a buyer's money: authorise, capture, void, refund. Connectors implement it over HTTP.
///
/// Every call that changes something carries a key; the same key with the same content is one effect, however often it
/// is sent. Amounts are in the currency's minor units.
package protocol CardBank: Sendable {
    /// Asks for the amount to be set aside. Throws `.unknown` when no answer came; it may have worked all the same.
    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent

    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent

    /// Looks for what an attempt left at the bank, among what was begun by such means at `since` or later; nil when it
    /// knows nothing.
    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent?

    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent

    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent

    /// Answers the bank's own name of the refund.
    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String

    /// Checks a webhook's signature and reads it. Throws `.refused` for a signature that isn't the bank's, or is too
    /// old.
    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent
}

/// What the bank is asked when an order is placed.
package struct Authorisation: Sendable {
    /// The bank's idempotency key, and one of the intent's two references.
    package let attempt: ID<PaymentAttempt>
    package let order: ID<Order>
    /// The order's number and the buyer's language, for the bank's payment page.
    package let number: String
    package let language: Language
    package let amount: Money
    package let means: PaymentMeans
    /// Where the bank sends the buyer after 3-D Secure, or from its payment page.
    package let returnURL: String
    /// When the bank's payment page closes by itself.
    package let pageEnd: Instant

    package init(
        attempt: ID<PaymentAttempt>, order: ID<Order>, number: String, language: Language, amount: Money,
        means: PaymentMeans, returnURL: String, pageEnd: Instant
    ) {
        self.attempt = attempt
        self.order = order
        self.number = number
        self.language = language
        self.amount = amount
        self.means = means
        self.returnURL = returnURL
        self.pageEnd = pageEnd
    }
}

/// One payment as the bank sees it.
package struct BankIntent: Sendable, Equatable {
    /// The bank's own name of it: `pi_…`; before the buyer has paid at the bank's payment page, that page's: `cs_…`.
    package struct ID: Hashable, Sendable {
        package let text: String

        package init(_ text: String) { self.text = text }
    }

    package let id: ID
    package let outcome: Outcome
    /// What has been captured so far, in minor units.
    package let captured: Int64

    package enum Outcome: Sendable, Equatable {
        case authorised
        case captured
        /// The bank wants to see the buyer, at this address.
        case actionRequired(url: String)
        /// `code` is the bank's, `reason` is fit for the buyer to read.
        case declined(code: String, reason: String)
        case voided
        /// The bank has not made up its mind.
        case processing
    }

    package init(id: ID, outcome: Outcome, captured: Int64) {
        self.id = id
        self.outcome = outcome
        self.captured = captured
    }

    /// The money is held, or taken already.
    var isYes: Bool { outcome == .authorised || outcome == .captured }
}

/// News from the bank. Only a hint to look: what is recorded is what `retrieve` answers.
package struct BankEvent: Sendable, Equatable {
    /// The bank's own name of the event; the same event may come several times.
    package let id: String
    package let kind: String
    package let intent: BankIntent.ID?
    package let attempt: ID<PaymentAttempt>?

    package init(id: String, kind: String, intent: BankIntent.ID?, attempt: ID<PaymentAttempt>?) {
        self.id = id
        self.kind = kind
        self.intent = intent
        self.attempt = attempt
    }
}

/// Why the bank gave no usable answer.
package enum BankFailure: Error, Sendable, Equatable {
    /// It was never reached; nothing happened there.
    case notSent(String)
    /// Sent, but no answer, or one that leaves open what happened. Ask again with the same key.
    case unknown(String)
    /// It understood and said no, for good.
    case refused(code: String, message: String)
    /// The key is known with other parameters: a mistake of ours, for people to look at.
    case keyReused
}

/// Turns a test card into a token. Only the sandbox bank has one; a card number passes through and is never kept.
package protocol TestCards: Sendable {
    /// Those a buyer is offered, one for each thing that can happen.
    var offered: [OfferedTestCard] { get }

    func token(_ card: TestCard) async throws(BankFailure) -> String
}

/// A test card on its way to the sandbox bank. It has no description, so that it can't be logged by accident.
package struct TestCard: Sendable, CustomStringConvertible, CustomReflectable {
    package let number: String
    package let expiryMonth: Int
    package let expiryYear: Int
    package let cvc: String

    package init(number: String, expiryMonth: Int, expiryYear: Int, cvc: String) {
        self.number = number
        self.expiryMonth = expiryMonth
        self.expiryYear = expiryYear
        self.cvc = cvc
    }

    package var description: String { "TestCard" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
