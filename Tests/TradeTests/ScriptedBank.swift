import Synchronization
import Values

@testable import Trade

/// A bank in memory that does what the token says and fails when it is told to. Keys are kept for ever.
final class ScriptedBank: CardBank {
    /// How the next call goes wrong.
    enum Fault { case notSent, lostBefore, lostAfter }

    struct Account: Sendable {
        var intent: BankIntent
        let order: ID<Order>
        let attempt: ID<PaymentAttempt>
        let amount: Money
        let returnURL: String
        var refunded: Int64 = 0
    }

    private struct Books {
        var accounts: [BankIntent.ID: Account] = [:]
        var keys: [String: BankIntent.ID] = [:]
        var refunds: [String: Int64] = [:]
        /// What was paid on a page: the page's name and the payment's.
        var pages: [BankIntent.ID: BankIntent.ID] = [:]
        var paysBeforeClosing = false
        var faults: [Fault] = []
        var calls: [String] = []
        var isAway = false
    }

    private let books = Mutex(Books())

    /// Makes the next calls go wrong, in this order.
    func fail(_ faults: Fault...) { books.withLock { $0.faults += faults } }

    /// Away: every call is sent and never answered, and nothing happens.
    func setAway(_ isAway: Bool) { books.withLock { $0.isAway = isAway } }

    var accounts: [Account] { books.withLock { $0.accounts.values.sorted { $0.intent.id.text < $1.intent.id.text } } }
    var calls: [String] { books.withLock(\.calls) }

    /// The buyer has done what the bank asked.
    func act(_ intent: BankIntent.ID, _ outcome: BankIntent.Outcome) {
        books.withLock { books in
            guard let account = books.accounts[intent] else { return }
            books.accounts[intent]?.intent = BankIntent(id: account.intent.id, outcome: outcome, captured: 0)
        }
    }

    /// The buyer pays on the bank's payment page, which no longer is one then but a payment.
    func pay(on page: BankIntent.ID) { books.withLock { Self.pay(on: page, in: &$0) } }

    /// The buyer pays on an open page just before the next request to close it comes.
    func payBeforeClosing() { books.withLock { $0.paysBeforeClosing = true } }

    private static func pay(on page: BankIntent.ID, in books: inout Books) {
        guard var account = books.accounts[page], case .actionRequired = account.intent.outcome else { return }
        let payment = BankIntent.ID("pi_\(account.attempt)")
        account.intent = BankIntent(id: payment, outcome: .authorised, captured: 0)
        books.accounts[page] = nil
        books.accounts[payment] = account
        books.pages[page] = payment
        books.keys[account.attempt.text] = payment
    }

    private func call<Answer>(
        _ name: String, _ work: (inout Books) throws(BankFailure) -> Answer
    ) throws(BankFailure) -> Answer {
        try books.withLock { books throws(BankFailure) in
            books.calls.append(name)
            if books.isAway { throw .unknown("away") }
            let fault = books.faults.isEmpty ? nil : books.faults.removeFirst()
            switch fault {
            case .notSent: throw .notSent("refused")
            case .lostBefore: throw .unknown("timeout")
            case .lostAfter:
                _ = try work(&books)
                throw .unknown("timeout")
            case nil: return try work(&books)
            }
        }
    }

    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent {
        try call("authorise \(request.attempt)") { books throws(BankFailure) in
            if let known = books.keys[request.attempt.text], let account = books.accounts[known] {
                guard account.returnURL == request.returnURL else { throw .keyReused }
                return account.intent
            }
            let id = BankIntent.ID("\(request.means == .hosted ? "cs" : "pi")_\(request.attempt)")
            let outcome: BankIntent.Outcome = switch request.means {
            case .card("pm_declined"):
                .declined(code: "insufficient_funds", reason: "Your card has insufficient funds.")
            case .card("pm_3ds"): .actionRequired(url: "https://bank.example/3ds/\(id.text)")
            case .hosted: .actionRequired(url: "https://bank.example/pay/\(id.text)")
            case .card: .authorised
            }
            let intent = BankIntent(id: id, outcome: outcome, captured: 0)
            books.accounts[id] = Account(
                intent: intent, order: request.order, attempt: request.attempt, amount: request.amount,
                returnURL: request.returnURL)
            books.keys[request.attempt.text] = id
            return intent
        }
    }

    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent {
        try call("retrieve") { books throws(BankFailure) in
            guard let account = books.accounts[books.pages[intent] ?? intent] else {
                throw .refused(code: "missing", message: "no such intent")
            }
            return account.intent
        }
    }

    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? {
        try call("find") { books throws(BankFailure) in
            books.keys[attempt.text].flatMap { books.accounts[$0]?.intent }
        }
    }

    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        try call("capture \(key)") { books throws(BankFailure) in
            guard let account = books.accounts[intent] else {
                throw .refused(code: "missing", message: "no such intent")
            }
            if account.intent.outcome == .authorised {
                books.accounts[intent]?.intent = BankIntent(id: intent, outcome: .captured, captured: amount.amount)
            }
            guard let after = books.accounts[intent]?.intent, after.outcome == .captured else {
                throw .refused(code: "payment_intent_unexpected_state", message: "not authorised")
            }
            return after
        }
    }

    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent {
        try call("void \(key)") { books throws(BankFailure) in
            if books.paysBeforeClosing { Self.pay(on: intent, in: &books) }
            guard books.pages[intent] == nil else {
                throw .refused(code: "status-400", message: "This page is done.")
            }
            let voided = BankIntent(id: intent, outcome: .voided, captured: 0)
            books.accounts[intent]?.intent = voided
            return voided
        }
    }

    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        try call("refund \(key)") { books throws(BankFailure) in
            guard books.refunds[key] == nil else { return "re_\(key)" }
            guard let account = books.accounts[intent],
                  account.refunded + amount.amount <= account.intent.captured else {
                throw .refused(code: "charge_already_refunded", message: "more than was captured")
            }
            books.accounts[intent]?.refunded += amount.amount
            books.refunds[key] = amount.amount
            return "re_\(key)"
        }
    }

    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        guard signature == "good" else { throw .refused(code: "signature", message: "not ours") }
        let parts = String(decoding: body, as: UTF8.self).split(separator: " ").map(String.init)
        return BankEvent(
            id: parts[0], kind: parts.count > 2 ? parts[2] : "news", intent: BankIntent.ID(parts[1]),
            attempt: parts.count > 3 ? ID(parts[3]) : nil)
    }

    /// What `orderworks check` would read from the bank's store.
    var statement: BankStatement {
        BankStatement(payments: accounts.map { account in
            .init(
                intent: account.intent.id, order: account.order, attempt: account.attempt, amount: account.amount,
                isAuthorised: account.intent.outcome == .authorised, captured: account.intent.captured,
                refunded: account.refunded)
        })
    }
}
