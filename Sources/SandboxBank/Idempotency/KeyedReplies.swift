import Values

/// Answers kept by idempotency key, so that a request sent twice is done once
/// (https://docs.stripe.com/api/idempotent_requests).
struct KeyedReplies: Sendable {
    private var kept: [String: Reply] = [:]
    private var inFlight: Set<String> = []
    /// Keys in the order of their answers; an entry whose key has a younger answer says nothing.
    private var byAge: [(key: String, at: Instant)] = []
    private var forgotten = 0

    static let retention = Instant.Span.hours(24)
    static let keyLengthLimit = 255
    /// How many old answers one new one sweeps out.
    private static let sweepLimit = 4

    /// The answer given before, or nil and the key is taken until `keep` or `release`.
    mutating func reserve(_ key: String, _ fingerprint: String, at now: Instant) throws(StripeError) -> Reply? {
        guard !inFlight.contains(key) else { throw .keyInUse(key) }
        if let reply = kept[key], now - reply.at.instant < Self.retention {
            guard reply.fingerprint == fingerprint else { throw .keyReused(key) }
            return reply
        }
        inFlight.insert(key)
        return nil
    }

    mutating func release(_ key: String) { inFlight.remove(key) }

    mutating func keep(_ reply: Reply, for key: String, at now: Instant) {
        inFlight.remove(key)
        kept[key] = reply
        byAge.append((key, reply.at.instant))
        sweep(at: now)
    }

    private mutating func sweep(at now: Instant) {
        for _ in 0..<Self.sweepLimit {
            guard forgotten < byAge.count, now - byAge[forgotten].at >= Self.retention else { break }
            let (key, at) = byAge[forgotten]
            if kept[key]?.at.instant == at { kept[key] = nil }
            forgotten += 1
        }
        if forgotten > 1024, forgotten > byAge.count / 2 {
            byAge.removeFirst(forgotten)
            forgotten = 0
        }
    }
}
