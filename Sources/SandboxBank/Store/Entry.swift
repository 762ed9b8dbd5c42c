import Values

/// One line of the store: everything one errand changed, so that a line torn by a crash takes back the whole of it.
struct Entry: Codable, Sendable {
    let at: Stamp
    var method: PaymentMethod?
    var intent: PaymentIntent?
    var refund: Refund?
    var session: CheckoutSession?
    var news: News?
    var reply: KeyedReply?
    var delivered: Delivered?

    /// The events of an errand; what they are about stands beside them.
    struct News: Codable, Sendable {
        let events: [Event]
        let requestID: String
        let key: String?
        /// How many addresses there were to tell.
        let endpoints: Int
        let copies: Int

        struct Event: Codable, Sendable {
            let id: ID<BankEvent>
            let kind: BankEvent.Kind
        }
    }

    /// An answer kept for its idempotency key.
    struct KeyedReply: Codable, Sendable {
        let key: String
        let reply: Reply
    }

    /// An event that needs no further attempt at one address.
    struct Delivered: Codable, Hashable, Sendable {
        let event: ID<BankEvent>
        let endpoint: Int
    }

    /// One line without its end.
    var line: [UInt8] {
        get throws { try JSONCoding.bytes(self) }
    }

    init(at now: Instant) { at = Stamp(now) }

    init(line: [UInt8]) throws { self = try JSONCoding.value(Entry.self, from: line) }

    /// What the shop has to be told because of this line.
    var deliveries: [Courier.Delivery] {
        guard let news else { return [] }
        return news.events.flatMap { event in
            let told = BankEvent(id: event.id, kind: event.kind, created: at, requestID: news.requestID,
                                 idempotencyKey: news.key, intent: intent, refund: refund, session: session)
            return (0..<news.endpoints).map {
                Courier.Delivery(event: told, endpoint: $0, copies: news.copies, due: at.instant)
            }
        }
    }
}

/// An answer as it is kept: sent again, it reads the same.
struct Reply: Codable, Sendable {
    /// A digest of what was asked, so that a key can't be used for two things.
    let fingerprint: String
    let requestID: String
    let status: Int
    let body: String
    let at: Stamp
}
