import Trade
import Values

/// The bank's books. It keeps its promises: a key is one effect, and what is done stays done whoever crashes.
///
/// Unchecked, because only the history's thread uses it.
final class SimulatedBank: @unchecked Sendable {
    struct Account: Sendable {
        var intent: BankIntent
        let order: ID<Order>
        let attempt: ID<PaymentAttempt>
        let amount: Money
        var refunded: Int64 = 0
    }

    private(set) var accounts: [BankIntent.ID: Account] = [:]
    /// In the order in which they came, because a dictionary has none.
    private(set) var names: [BankIntent.ID] = []
    private var authorised: [String: BankIntent.ID] = [:]
    private var refunds: [String: String] = [:]
    private var eventCount = 0
    /// Called with each change of a payment, and what to call the news.
    var onChange: (_ event: String) -> Void = { _ in }

    static let good = "pm_good"
    static let declined = "pm_declined"
    static let threeDSecure = "pm_3ds"

    private static let wrongState = BankFailure.refused(
        code: "payment_intent_unexpected_state", message: "The payment is in another state.")

    func authorise(_ request: Authorisation) throws(BankFailure) -> BankIntent {
        if let known = authorised[request.attempt.text], let account = accounts[known] { return account.intent }
        let id = BankIntent.ID("pi_\(request.attempt)")
        let outcome: BankIntent.Outcome = switch request.means {
        case .card(Self.declined): .declined(code: "insufficient_funds", reason: "Your card has insufficient funds.")
        case .card(Self.threeDSecure): .actionRequired(url: "https://bank.example/3ds/\(id.text)")
        default: .authorised
        }
        authorised[request.attempt.text] = id
        names.append(id)
        accounts[id] = Account(
            intent: BankIntent(id: id, outcome: outcome, captured: 0), order: request.order, attempt: request.attempt,
            amount: request.amount)
        tell(id, "payment_intent.created")
        return try retrieve(id)
    }

    /// The buyer has done at the bank what it wanted.
    func act(_ id: BankIntent.ID, says yes: Bool) {
        guard let account = accounts[id], case .actionRequired = account.intent.outcome else { return }
        change(id, yes ? .authorised : .declined(code: "authentication_failed", reason: "Not confirmed."))
    }

    func retrieve(_ id: BankIntent.ID) throws(BankFailure) -> BankIntent {
        guard let account = accounts[id] else { throw .refused(code: "missing", message: "No such payment.") }
        return account.intent
    }

    func find(_ attempt: ID<PaymentAttempt>) -> BankIntent? {
        authorised[attempt.text].flatMap { accounts[$0]?.intent }
    }

    func capture(_ id: BankIntent.ID, _ amount: Money) throws(BankFailure) -> BankIntent {
        let intent = try retrieve(id)
        if intent.outcome == .authorised { change(id, .captured, captured: amount.amount) }
        guard let after = accounts[id]?.intent, after.outcome == .captured else { throw Self.wrongState }
        return after
    }

    func void(_ id: BankIntent.ID) throws(BankFailure) -> BankIntent {
        switch try retrieve(id).outcome {
        case .authorised, .actionRequired, .processing: change(id, .voided)
        case .voided: break
        case .captured, .declined: throw Self.wrongState
        }
        return try retrieve(id)
    }

    func refund(_ id: BankIntent.ID, _ amount: Money, key: String) throws(BankFailure) -> String {
        if let known = refunds[key] { return known }
        let captured = try retrieve(id).captured
        guard let refunded = accounts[id]?.refunded, refunded + amount.amount <= captured else {
            throw .refused(code: "charge_already_refunded", message: "More than was captured.")
        }
        accounts[id]?.refunded += amount.amount
        refunds[key] = "re_\(key)"
        tell(id, "charge.refunded")
        return "re_\(key)"
    }

    private func change(_ id: BankIntent.ID, _ outcome: BankIntent.Outcome, captured: Int64 = 0) {
        accounts[id]?.intent = BankIntent(id: id, outcome: outcome, captured: captured)
        tell(id, outcome == .voided ? "payment_intent.canceled" : "payment_intent.changed")
    }

    private func tell(_ id: BankIntent.ID, _ kind: String) {
        eventCount += 1
        onChange("evt_\(eventCount) \(kind) \(id.text)")
    }

    /// What is wrong with the books themselves, whatever the shop's say.
    var complaint: String? {
        var live: [ID<Order>: Int] = [:]
        for name in names {
            guard let account = accounts[name] else { continue }
            if account.intent.captured > account.amount.amount { return "\(name.text): more captured than authorised" }
            let holds = account.intent.outcome == .authorised || account.intent.captured > account.refunded
            if holds { live[account.order, default: 0] += 1 }
            if live[account.order, default: 0] > 1 { return "order \(account.order) is charged twice" }
        }
        return nil
    }

    var statement: BankStatement {
        BankStatement(payments: names.compactMap { accounts[$0] }.map { account in
            .init(
                intent: account.intent.id, order: account.order, attempt: account.attempt, amount: account.amount,
                isAuthorised: account.intent.outcome == .authorised, captured: account.intent.captured,
                refunded: account.refunded)
        })
    }
}
