import Offer
import People
import Storage
import Supply
import Values
import Web

/// Placing an order: at most one order and one charge per intent.
///
/// T1 writes the order as pending, with its reservation and the payment attempt; E1 asks the bank; T2 records the
/// answer. A crash anywhere leaves a state from which the sweeper finishes.
package struct Checkout: Sendable {
    package let shop: Shop
    let bank: any CardBank
    package let secrets: OrderSecrets
    let settlement: Settlement
    /// Where buyers' pages stand: `https://shop.example`.
    let buyersURL: String
    let underWay = RequestsUnderWay()
    private let placing: Placing

    package init(
        shop: Shop, bank: any CardBank, secrets: OrderSecrets, buyersURL: String, threeDSecureDeadline: Instant.Span
    ) {
        self.shop = shop
        self.bank = bank
        self.secrets = secrets
        self.buyersURL = buyersURL
        placing = Placing(shop)
        settlement = Settlement(outbox: shop.outbox, threeDSecureDeadline: threeDSecureDeadline)
    }

    /// - Parameters:
    ///   - expected: what the buyer was told that it comes to; an order that comes to anything else is refused.
    ///   - account: whose order it will be; nil: whoever holds its secret.
    func place(
        _ cart: ID<Cart>, key: String, means: PaymentMeans, expected: Money? = nil, account: ID<Account>? = nil
    ) async throws -> OrderAnswer {
        try underWay.enter("\(cart) \(key)")
        defer { underWay.leave("\(cart) \(key)") }
        let now = shop.now
        let order: ID<Order> = shop.newID()
        let new = New(
            cart: cart, key: key, hash: Self.hash(cart, means, expected), means: means, expected: expected,
            account: account, order: order, attempt: shop.newID(), returnURL: ReturnFromBank.url(order, buyersURL),
            number: IDText.spoken(random: shop.chance.next()), at: now)
        shop.pass(.orderAsked)
        switch try await placing.begin(new) {
        case .known(let known):
            return try await repeated(known)
        case .begun(let order):
            shop.pass(.orderBegun)
            let result = try await askBank(
                authorisation(
                    of: order, new.attempt, means, returnURL: new.returnURL,
                    pageEnd: now + PaymentAttempt.keyRetention), for: order)
            return try await answer(result, order.id, new.attempt)
        }
    }

    /// By which a request with a known key is told from another one.
    static func hash(_ cart: ID<Cart>, _ means: PaymentMeans, _ expected: Money? = nil) -> [UInt8] {
        Digest.sha256("\(cart)\n\(means.text)" + (expected.map { "\n\($0.amount) \($0.currency.code)" } ?? ""))
    }

    /// What a request brings, and the identifiers made for it outside the transaction.
    struct New: Sendable {
        let cart: ID<Cart>
        var key: String
        let hash: [UInt8]
        let means: PaymentMeans
        var expected: Money?
        /// Of the customer who orders; nil for a guest.
        var account: ID<Account>?
        let order: ID<Order>
        let attempt: ID<PaymentAttempt>
        /// Where the bank sends the buyer back to.
        let returnURL: String
        let number: String
        let at: Instant
    }

    /// The same for an attempt each time it is asked for: the bank knows its key with this content.
    func authorisation(
        of order: Order, _ attempt: ID<PaymentAttempt>, _ means: PaymentMeans, returnURL: String, pageEnd: Instant
    ) -> Authorisation {
        Authorisation(
            attempt: attempt, order: order.id, number: order.number, language: order.language, amount: order.total,
            means: means, returnURL: returnURL, pageEnd: pageEnd)
    }

    /// E1 and T2. Also what the sweeper does again: same key, same content. `order` is still pending, so that all of it
    /// is as it will be stored when the bank says yes.
    func askBank(_ request: Authorisation, for order: Order) async throws -> Settlement.Result {
        try await FollowUp.$isUnderWay.withValue(true) { try await settle(request, order) }
    }

    /// T2 holds the attempt, on whose state alone it decides.
    private func settle(_ request: Authorisation, _ order: Order) async throws -> Settlement.Result {
        do {
            let intent = try await bank.authorise(request)
            shop.pass(.authorised)
            let now = shop.now
            let placement = intent.isYes ? Settlement.Placement(order.placed(at: now)) : nil
            let result = try await shop.write(.readCommitted) { [shop, settlement] db in
                let result = try settlement.settle(
                    request.attempt, intent, placement, at: now, by: "bank", in: db)
                shop.pass(.settlementWritten)
                return result
            }
            shop.pass(.settled)
            return result
        } catch let failure as BankFailure {
            return try await record(failure, of: request)
        }
    }

    private func record(_ failure: BankFailure, of request: Authorisation) async throws -> Settlement.Result {
        let now = shop.now
        switch failure {
        case .notSent(let why), .unknown(let why):
            return try await shop.write(.readCommitted) { [settlement] db in
                try settlement.leaveOpen(request.attempt, why: why, at: now, in: db)
            }
        case .refused(let code, let message):
            // No intent came of it, so there is none to name; the buyer may try another card.
            let decline = BankIntent.Outcome.declined(code: code, reason: message)
            let intent = BankIntent(id: .init("none:\(request.attempt)"), outcome: decline, captured: 0)
            return try await shop.write(.readCommitted) { [settlement] db in
                try settlement.settle(request.attempt, intent, at: now, by: "bank", in: db)
            }
        case .keyReused:
            try await shop.write(.readCommitted) { [settlement] db in
                try settlement.review(request.attempt, why: "the bank knows the key otherwise", at: now, in: db)
            }
            return .open(.review)
        }
    }

    private func repeated(_ known: ClientKey) async throws -> OrderAnswer {
        switch known.answer {
        case .none: try await pending(known.order)
        case .some(let answer) where answer.status == 201:
            .placed(known.order, order: answer.body ?? [], secret: secrets.secret(of: known.order))
        case .some: throw try await decline(known.attempt)
        }
    }

    private func answer(
        _ result: Settlement.Result, _ order: ID<Order>, _ attempt: ID<PaymentAttempt>
    ) async throws -> OrderAnswer {
        switch result {
        case .placed(let body): return .placed(order, order: body, secret: secrets.secret(of: order))
        case .declined(let decline): throw Refusal.declined(decline)
        case .open: return try await pending(order)
        case .ended: throw try await decline(attempt)
        }
    }
}

extension Checkout {
    private func pending(_ id: ID<Order>) async throws -> OrderAnswer {
        let found = try await shop.read { db in
            (try Order.find(id, in: db), try PaymentAttempt.all(of: id, in: db).last)
        }
        guard let order = found.0, let attempt = found.1 else { throw Settlement.NoAttempt(order: id) }
        return .pending(PendingOrderView(order, attempt, secret: secrets.secret(of: id)))
    }

    private func decline(_ id: ID<PaymentAttempt>) async throws -> Refusal {
        let attempt = try await shop.read { db in try PaymentAttempt.find(id, in: db) }
        guard let decline = attempt?.decline else { throw Settlement.Unknown(attempt: id) }
        return .declined(decline)
    }
}
