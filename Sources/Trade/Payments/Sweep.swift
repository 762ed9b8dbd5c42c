import Logging
import Storage
import Values

/// Settles what was left open: attempts without an answer, buyers who never came back, voids under way.
///
/// It repeats E1 with the same key and content, never a new key. Run every `interval` by the job worker.
package struct Sweep: Sendable {
    let checkout: Checkout

    package static let interval = Instant.Span.seconds(1)
    /// How many attempts one pass looks at, and how many of them at a time.
    static let passLimit = 64
    static let sideBySide = 16
    /// A look that takes longer than this was lost with its process; another may look.
    static let lease = Instant.Span.seconds(30)
    static let firstPause = Instant.Span.seconds(2)
    static let actionPause = Instant.Span.seconds(30)
    /// The bank is asked again at least this often, so that what is unknown settles soon after it returns.
    static let longestPause = Instant.Span.seconds(30)

    package init(_ checkout: Checkout) { self.checkout = checkout }

    private var shop: Shop { checkout.shop }

    /// Makes what a program that crashed had asked the bank due at once, so that buyers who ask again soon have their
    /// answer. Only for a database that no other program works on.
    package func takeOver() async throws {
        let now = shop.now
        try await shop.write { db in try PaymentAttempt.lookAtAbandoned(at: now, in: db) }
    }

    /// One pass; answers how many attempts it looked at.
    @discardableResult
    package func pass() async throws -> Int {
        let now = shop.now
        // Rows are held from when they are found, and skipped by others.
        let due = try await shop.write(.readCommitted) { db in
            try PaymentAttempt.claimDue(at: now, lease: now + Self.lease, limit: Self.passLimit, in: db)
        }
        if !due.isEmpty { shop.pass(.sweepClaimed) }
        var waiting = due[...]
        await withTaskGroup(of: Void.self) { group in
            for (attempt, looks) in waiting.prefix(Self.sideBySide) {
                group.addTask { await lookSafely(attempt, looks) }
            }
            waiting = waiting.dropFirst(Self.sideBySide)
            while await group.next() != nil {
                guard let (attempt, looks) = waiting.popFirst() else { continue }
                group.addTask { await lookSafely(attempt, looks) }
            }
        }
        return due.count
    }

    private func lookSafely(_ attempt: PaymentAttempt, _ looks: Int) async {
        await FollowUp.$isUnderWay.withValue(true) { await look(attempt, looks) }
    }

    private func look(_ attempt: PaymentAttempt, _ looks: Int) async {
        do {
            try await look(attempt)
            shop.pass(.sweepLooked)
            // Still open: look again later, twice as late each time.
            let pause = min(Self.longestPause.milliseconds, Self.firstPause.milliseconds << min(looks, 8))
            let until = shop.now + .milliseconds(pause)
            try await shop.write { db in
                guard let after = try PaymentAttempt.find(attempt.id, in: db), after.state == attempt.state
                else { return }
                try PaymentAttempt.postpone(attempt.id, until: until, in: db)
            }
        } catch {
            shop.log.warning("a payment could not be looked at", metadata: [
                "attempt": "\(attempt.id)", "error": "\(error)",
            ])
        }
    }

    /// Asks the bank about one attempt and records what it says.
    @discardableResult
    func look(_ attempt: PaymentAttempt) async throws -> Settlement.Result? {
        switch attempt.state {
        case .authorising, .unknown: return try await askAgain(attempt)
        case .requiresAction:
            if shop.now >= attempt.deadline {
                return try await giveUp(attempt, .abandoned, by: "sweeper", why: "the buyer's time was up")
            }
            return try await record(attempt, try await known(attempt))
        case .voiding: return try await void(attempt)
        case .authorised:
            // The bank told us something about a settled attempt; after this look nothing is due any more.
            try await shop.write { db in try PaymentAttempt.settled(attempt.id, in: db) }
            return try await record(attempt, try await known(attempt))
        default: return nil
        }
    }

    private func askAgain(_ attempt: PaymentAttempt) async throws -> Settlement.Result? {
        guard shop.now - attempt.createdAt < PaymentAttempt.keyRetention else {
            if let intent = try await known(attempt) { return try await record(attempt, intent) }
            let now = shop.now
            try await shop.write(.readCommitted) { [settlement = checkout.settlement] db in
                try settlement.review(
                    attempt.id, why: "the bank has forgotten the key and knows no payment", at: now, in: db)
            }
            return nil
        }
        let order = try await shop.read { db in try Order.find(attempt.order, in: db) }
        guard let order else { throw Settlement.NoAttempt(order: attempt.order) }
        return try await checkout.askBank(
            checkout.authorisation(
                of: order, attempt.id, attempt.means,
                returnURL: attempt.returnURL ?? ReturnFromBank.url(order.id, checkout.buyersURL),
                pageEnd: attempt.pageEnd), for: order)
    }

    /// Waits for the buyer no longer: decided first, then asked, so that a late yes finds the decision made.
    func giveUp(
        _ attempt: PaymentAttempt, _ decline: PaymentAttempt.Decline, by who: String, why: String
    ) async throws -> Settlement.Result? {
        let now = shop.now
        let begun = try await shop.write { [settlement = checkout.settlement] db in
            try settlement.beginVoid(attempt, decline, at: now, by: who, why: why, in: db)
        }
        guard begun, let voiding = try await shop.read({ db in try PaymentAttempt.find(attempt.id, in: db) }) else {
            return nil
        }
        return try await void(voiding)
    }

    private func void(_ attempt: PaymentAttempt) async throws -> Settlement.Result? {
        guard let intent = try await known(attempt) else { return nil }
        switch intent.outcome {
        case .voided, .declined: return try await record(attempt, intent)
        case .captured:
            let now = shop.now
            try await shop.write(.readCommitted) { [settlement = checkout.settlement] db in
                try settlement.review(attempt.id, why: "captured at the bank while being voided", at: now, in: db)
            }
            return nil
        case .authorised, .actionRequired, .processing:
            shop.pass(.voidBegun)
            let voided = try await checkout.bank.void(intent.id, key: "\(attempt.id)-void")
            shop.pass(.voidMade)
            return try await record(attempt, voided)
        }
    }

    private func known(_ attempt: PaymentAttempt) async throws -> BankIntent? {
        if let intent = attempt.intent { return try await checkout.bank.retrieve(intent) }
        return try await checkout.bank.find(
            attempt.id, by: attempt.means, since: attempt.createdAt - .minutes(5))
    }

    private func record(_ attempt: PaymentAttempt, _ intent: BankIntent?) async throws -> Settlement.Result? {
        guard let intent else { return nil }
        let now = shop.now
        // As T2 does: on the attempt's state alone, which is held.
        return try await shop.write(.readCommitted) { [settlement = checkout.settlement] db in
            try settlement.settle(attempt.id, intent, at: now, by: "sweeper", in: db)
        }
    }
}
