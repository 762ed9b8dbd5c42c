import Trade
import Values

/// The way from a process of the shop to the bank and back, on which everything can go wrong.
struct BankLine: CardBank {
    let incarnation: Incarnation
    let bank: SimulatedBank
    let mutant: Mutant?
    /// What of it is remembered beside the business, by a mistake that is built in.
    let memory: Memory

    /// Unchecked: on the history's thread alone.
    final class Memory: @unchecked Sendable {
        var silentUntil = World.start
        var asked: Set<String> = []
        var keyCount = 0
    }

    /// How long the shop waits for an answer.
    private static let patience = Instant.Span.seconds(10)
    private static let way: ClosedRange<Int64> = 2...400
    /// When what is late arrives.
    private static let late: ClosedRange<Int64> = 11_000...45_000

    private var world: World { incarnation.world }

    private typealias Work<Answer> = () throws(BankFailure) -> Answer

    private func call<Answer: Sendable>(
        _ name: String, _ work: @escaping Work<Answer>
    ) async throws(BankFailure) -> Answer {
        do {
            return try await incarnation.call { finish in begin(name, work, finish) }
        } catch let failure as BankFailure {
            throw failure
        } catch {
            throw .unknown("the process has ended")
        }
    }

    private func begin<Answer: Sendable>(
        _ name: String, _ work: @escaping Work<Answer>, _ finish: @escaping (Result<Answer, any Error>) -> Void
    ) {
        let (out, back) = (world.delay(Self.way), world.delay(Self.way))
        let effect: () -> Result<Answer, any Error> = { [world] in
            let result = Result { try work() }
            world.note("bank: \(name): \(Self.short(result))")
            if let complaint = bank.complaint { world.fail(complaint) }
            return result
        }
        let giveUp = { finish(.failure(BankFailure.unknown("no answer"))) }
        if world.now < memory.silentUntil { return world.after(Self.patience, giveUp) }
        switch world.fault(.bankUnreachable, .bankRequestLost, .bankReplyLost, .bankBroken, .bankLate) {
        case .bankUnreachable: world.after(out) { finish(.failure(BankFailure.notSent("no connection"))) }
        case .bankRequestLost: world.after(Self.patience, giveUp)
        case .bankReplyLost:
            world.after(out) { _ = effect() }
            world.after(Self.patience, giveUp)
        case .bankBroken:
            // Before it did anything, or after.
            let isDone = world.chance(50)
            world.after(out) { [world] in
                if isDone { _ = effect() }
                world.after(back) { finish(.failure(BankFailure.unknown("status 500"))) }
            }
        case .bankLate:
            world.after(world.delay(Self.late)) { _ = effect() }
            world.after(Self.patience, giveUp)
        default:
            world.after(out) { [world] in
                let result = effect()
                world.after(back) { finish(result) }
            }
        }
    }

    private static func short<Answer>(_ result: Result<Answer, any Error>) -> String {
        switch result {
        case .success(let intent as BankIntent): "\(intent.outcome)"
        case .success: "done"
        case .failure(let error): "\(error)"
        }
    }

    // MARK: - What the shop asks

    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent {
        var request = request
        if mutant == .newBankKeyAtRetry, !memory.asked.insert(request.attempt.text).inserted {
            request = renamed(request)
        }
        do {
            return try await call("authorise \(request.attempt)") { [bank, request] () throws(BankFailure) in
                try bank.authorise(request)
            }
        } catch {
            if mutant == .lostReplyTakenForDecline, case .unknown = error {
                throw .refused(code: "no_answer", message: "no answer")
            }
            throw error
        }
    }

    private func renamed(_ request: Authorisation) -> Authorisation {
        memory.keyCount += 1
        let attempt: ID<PaymentAttempt> = ID(at: world.now, random: UInt64(memory.keyCount), 0)
        return Authorisation(
            attempt: attempt, order: request.order, number: request.number, language: request.language,
            amount: request.amount, means: request.means, returnURL: request.returnURL, pageEnd: request.pageEnd)
    }

    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent {
        try await call("retrieve \(intent.text)") { [bank] () throws(BankFailure) in try bank.retrieve(intent) }
    }

    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? {
        try await call("find \(attempt)") { [bank] in bank.find(attempt) }
    }

    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        if mutant == .captureMarkedBeforeMade {
            incarnation.start { [self] in
                _ = try? await call("capture \(key)") { [bank] () throws(BankFailure) in
                    try bank.capture(intent, amount)
                }
            }
            return BankIntent(id: intent, outcome: .captured, captured: amount.amount)
        }
        return try await call("capture \(key)") { [bank] () throws(BankFailure) in try bank.capture(intent, amount) }
    }

    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent {
        try await call("void \(key)") { [bank] () throws(BankFailure) in try bank.void(intent) }
    }

    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        var key = key
        if mutant == .newRefundKeyAtRetry, !memory.asked.insert(key).inserted {
            memory.keyCount += 1
            key += "-\(memory.keyCount)"
        }
        return try await call("refund \(key)") { [bank, key] () throws(BankFailure) in
            try bank.refund(intent, amount, key: key)
        }
    }

    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        let words = String(decoding: body, as: UTF8.self).split(separator: " ").map(String.init)
        guard signature == "good", words.count == 3 else { throw .refused(code: "signature", message: "not ours") }
        return BankEvent(id: words[0], kind: words[1], intent: BankIntent.ID(words[2]), attempt: nil)
    }
}
