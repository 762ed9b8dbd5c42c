import Values

/// A misbehaviour that was asked for, so that a shop can be seen to survive it.
struct Fault: Sendable {
    let id: ID<Fault>
    let kind: Kind
    let on: Target
    let delay: Instant.Span
    let frequency: Frequency
    /// Of `errorAfter`: whether the same key gets the 500 again, as at Stripe, instead of what was really done.
    let keepsError: Bool

    enum Kind: String, CaseIterable, Sendable {
        /// The work begins late.
        case delay
        /// The work is done, and the connection closes without an answer.
        case replyLost
        /// 500, and nothing was done.
        case errorBefore
        /// 500, but the work was done.
        case errorAfter
        /// Each event is sent twice under one id.
        case duplicateWebhook
        /// Events are sent up to `delay` later, each by chance, and so in any order.
        case lateWebhook
        /// Nothing is done and nothing is answered; in the end the connection closes.
        case silence
        /// 429, and nothing was done.
        case tooManyRequests
    }

    enum Target: String, CaseIterable, Sendable { case create, confirm, capture, cancel, refund, any }

    enum Frequency: Sendable {
        case next(Int)
        /// From 0 to 1.
        case probability(Double)
    }

    static let longestDelay = Instant.Span.minutes(10)
    static let countLimit: Int64 = 1_000_000

    init(id: ID<Fault>, _ form: Form) throws(StripeError) {
        try form.allow(["kind", "on", "milliseconds", "probability", "count", "stored"])
        self.id = id
        guard let kind = try form.choice("kind", of: Kind.self) else { throw .missing("kind") }
        self.kind = kind
        on = try form.choice("on") ?? .any
        let milliseconds = try form.integer("milliseconds") ?? Self.usualDelay(of: kind)
        guard (0...Self.longestDelay.milliseconds).contains(milliseconds) else {
            throw .invalid("milliseconds", "0 to \(Self.longestDelay.milliseconds) milliseconds.")
        }
        delay = .milliseconds(milliseconds)
        frequency = try Self.frequency(form)
        keepsError = try form.flag("stored")
    }

    private init(_ fault: Fault, left: Int) {
        (id, kind, on, delay, keepsError) = (fault.id, fault.kind, fault.on, fault.delay, fault.keepsError)
        frequency = .next(left)
    }

    /// The same, with fewer times to go.
    func left(_ times: Int) -> Fault { Fault(self, left: times) }

    private static func usualDelay(of kind: Kind) -> Int64 {
        switch kind {
        case .delay: 1000
        case .lateWebhook: 10_000
        case .silence: 30_000
        case .replyLost, .errorBefore, .errorAfter, .duplicateWebhook, .tooManyRequests: 0
        }
    }

    private static func frequency(_ form: Form) throws(StripeError) -> Frequency {
        let count = try form.integer("count")
        guard let text = try form.text("probability") else {
            guard (1...countLimit).contains(count ?? 1) else { throw .invalid("count", "1 to \(countLimit).") }
            return .next(Int(count ?? 1))
        }
        guard count == nil else { throw .invalid("probability", "Either a probability or a count.") }
        guard let probability = Double(text), (0...1).contains(probability) else {
            throw .invalid("probability", "0 to 1.")
        }
        return .probability(probability)
    }

    var json: JSON {
        var json: JSON.Object = [
            "id": .string(id.text), "object": "sandbox.fault", "kind": .string(kind.rawValue),
            "on": .string(on.rawValue), "milliseconds": .integer(delay.milliseconds),
        ]
        switch frequency {
        case .next(let times): json["count"] = .integer(Int64(times))
        case .probability(let probability): json["probability"] = .real(probability)
        }
        json["stored"] = .bool(keepsError)
        return .object(json)
    }
}
