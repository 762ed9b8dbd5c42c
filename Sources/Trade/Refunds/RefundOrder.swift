import People
import Storage
import Values
import Web

/// Gives money back for lines, for the delivery, or as an amount.
struct RefundOrder: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/refunds", .orderRefund)
    static let summary = """
        Refunds lines, the delivery or an amount; never more than was captured. The bank is asked at once after the \
        answer; the refund's state tells what it said.
        """
    static let refusals: [any Web.Refusal.Type] = [Refund.Refusal.self, Order.Refusal.self]
    static let headers = ["Idempotency-Key": "idempotencyKey"]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let idempotencyKey: IdempotencyKey
        let lines: [Line]?
        let delivery: Bool?
        let amount: Money?
        let reason: Reason

        struct Line: Decodable, Sendable {
            let line: ID<Order.Line>
            let count: Quantity
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<RefundView> {
        let now = shop.now
        let id: ID<Refund> = shop.newID()
        let refund = try await shop.write { [shop] db in
            let refund = try Self.request(input, id, by: caller, at: now, in: db)
            shop.pass(.refundWritten)
            return refund
        }
        return Created(RefundView(refund), at: "/v1/orders/\(input.order)/refunds/\(refund.id)")
    }

    private static func request(
        _ input: Input, _ id: ID<Refund>, by caller: Caller, at now: Instant, in db: any Transaction
    ) throws -> Refund {
        let order = try Order.find(input.order, within: caller.scope(.orderRefund), in: db)
        let key = (text: input.idempotencyKey.text, hash: try hash(input))
        if let known = try Refund.find(key: key.text, of: input.order, in: db) {
            guard known.hash == key.hash, let refund = try Refund.find(known.refund, in: db) else {
                throw Refund.Refusal.keyReused
            }
            return refund
        }
        guard let attempt = try PaymentAttempt.all(of: order.id, in: db).last, attempt.captured > 0 else {
            throw Refund.Refusal.nothingCaptured
        }
        let wish = Refund.Wish(
            lines: (input.lines ?? []).map { ($0.line, $0.count.count) }, delivery: input.delivery ?? false,
            amount: input.amount)
        let parts = try Refund.parts(of: wish, for: order, given: Refund.Given(try Refund.all(of: order.id, in: db)))
        let refund = Refund(
            id: id, order: order.id, attempt: attempt.id, amount: parts.map(\.amount).total(order.total.currency),
            state: .requested, reason: input.reason.text, parts: parts, createdAt: now)
        try Refund.request(refund, from: attempt, by: caller.who, key: key, in: db)
        try Audit.record(
            by: caller, what: "refund", subject: "order:\(order.id)",
            detail: .object(.init([.init(name: "amount", value: refund.amount.json)])), at: now, in: db)
        return refund
    }

    private static func hash(_ input: Input) throws -> [UInt8] {
        let lines = (input.lines ?? []).map { "\($0.line)*\($0.count)" }.joined(separator: ",")
        let amount = input.amount.map { "\($0)" } ?? ""
        return Digest.sha256("\(lines)\n\(input.delivery ?? false)\n\(amount)\n\(input.reason.text)")
    }
}

/// Lists what has been given back of an order, oldest first.
struct ListRefunds: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/refunds", .paymentRead)
    static let summary = "Lists an order's refunds, oldest first, and what is left of its lines to give back."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> RefundsView {
        try await shop.read { db in
            let order = try Order.find(input.order, within: caller.scope(.paymentRead), in: db)
            return RefundsView(try Refund.all(of: order.id, in: db), of: order)
        }
    }
}
