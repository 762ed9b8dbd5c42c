import Values

/// Something asked of the bank that changes its books. Its parameters are read before the books are opened.
protocol Errand: Sendable {
    /// Decides from the books what changes; the caller writes it down. Throws a refusal that changes nothing.
    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change
}

/// What one errand changes, all of it or nothing, and what it answers.
struct Change {
    var method: PaymentMethod?
    var intent: PaymentIntent?
    var refund: Refund?
    var session: CheckoutSession?
    var events: [BankEvent.Kind] = []
    let answer: Answer

    /// What is answered, before it is a response.
    struct Answer {
        let status: Int
        let body: [UInt8]
    }

    init(answering json: JSON) { answer = Answer(status: 200, body: json.bytes) }

    /// For a refusal that leaves something behind, such as a declined charge.
    init(refusing error: StripeError) { answer = Answer(status: error.status, body: error.json.bytes) }
}

/// One request's circumstances: when it came, under which number, and where the bank can be reached.
struct Visit {
    let now: Instant
    let requestID: String
    /// Without a slash at the end.
    let bankURL: String
    private let chance: any BankChance

    init(at now: Instant, chance: any BankChance, bankURL: String) {
        self.now = now
        self.chance = chance
        self.bankURL = bankURL
        requestID = "req_" + IDText.timeOrdered(at: now, random: chance.next(), chance.next())
    }

    /// `pi_01k…`: Stripe's prefixes, in an alphabet that is also the house's.
    func newID<Of>(_ prefix: String) -> ID<Of> {
        ID(stringLiteral: prefix + "_" + IDText.timeOrdered(at: now, random: chance.next(), chance.next()))
    }

    func newSecret() -> String { IDText.timeOrdered(at: now, random: chance.next(), chance.next()) }
}
