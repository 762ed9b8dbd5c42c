import Storage
import Values
import Web

/// Which orders are asked for. Each search is driven by the one filter that narrows it most, along an index; the others
/// are held against what it finds.
struct OrderSearch: Sendable {
    /// What whoever asks may see; within it all the rest is sought.
    let scope: Scope
    var state: Order.State?
    var next: Order.NextStep?
    var payment: Payment?
    var email: EmailAddress?
    var number: String?
    var order: ID<Order>?
    /// Beginnings of words of the buyer's name; every one must occur.
    var words: [String] = []
    var since: Instant?
    var until: Instant?
    /// Pending and failed ones too.
    var isWhole = false

    /// What is open about an order's payment.
    enum Payment: String, CaseIterable, Codable, Sendable, Storable {
        /// The buyer or the bank has still to act.
        case waiting
        /// The bank and we disagree, or an authorisation ran out: staff must look.
        case attention
    }

    /// Of one search.
    static let wordLimit = 4

    /// An order's identifier is made a moment before it is stored; the days of a search are this much wider on it.
    static let slack = Instant.Span.minutes(1)

    /// Takes a text for what it looks like: an e-mail address, an order's number or identifier, else a name.
    mutating func find(_ text: String) throws(Problem) {
        if text.contains("@") {
            guard let email = EmailAddress(text) else { throw Self.fault("is no e-mail address") }
            self.email = email
        } else if text.uppercased().wholeMatch(of: /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/) != nil {
            number = text.uppercased()
        } else if text.utf8.count == 26, let id = ID<Order>(text.lowercased()) {
            order = id
        } else {
            words = SearchWords.words(in: [text])
            guard (1...Self.wordLimit).contains(words.count) else {
                throw Self.fault("must have 1 to \(Self.wordLimit) words")
            }
        }
    }

    private static func fault(_ reason: String) -> Problem { .invalidInput([Problem.Fault("query:search", reason)]) }

    /// What an order is found by: the names at its two addresses.
    static func words(of order: Order) -> [String] {
        SearchWords.words(in: [order.invoiceAddress, order.deliveryAddress].flatMap { [$0.name, $0.company ?? ""] })
    }

    /// The statement that the search runs along.
    var statement: Statement {
        if order != nil || number != nil { return OrderListTable.byNumber }
        if !words.isEmpty { return OrderListTable.byWords }
        if email != nil { return OrderListTable.byEmail }
        if payment != nil { return OrderListTable.byPayment }
        switch scope {
        case .own: return OrderListTable.byAccount
        case .place: return OrderListTable.byDealer
        case .all, .holding, .none: break
        }
        if next != nil { return OrderListTable.byNextStep }
        return state == nil ? OrderListTable.all : OrderListTable.byState
    }

    /// One page, newest first, and one order more when there is another page.
    func orders(after: ID<Order>?, limit: Int, in db: any Transaction) throws -> [OrderListView] {
        // Nobody lists orders by a secret.
        let (account, dealer): (String?, String?)
        switch scope {
        case .all: (account, dealer) = (nil, nil)
        case .own(let own): (account, dealer) = (own, nil)
        case .place(let place): (account, dealer) = (nil, place)
        case .holding, .none: return []
        }
        let from = since.map { Self.bound($0 - Self.slack) } ?? ""
        let until = until.map { Self.bound($0 + Self.slack) } ?? OrderListTable.end
        let all = !isWhole && state == nil && payment == nil && order == nil && number == nil
        guard statement === OrderListTable.byWords else {
            return try db.all(statement, [
                "account": account, "dealer": dealer, "state": state, "next": next, "payment": payment, "email": email,
                "number": number, "order": order,
                "since": since, "until": self.until, "usual": all, "from": from,
                "before": min(after?.text ?? until, until), "limit": limit,
            ], OrderListTable.view)
        }
        // A word that is asked for again is found again.
        func word(_ place: Int) -> String { words[min(place, words.count - 1)] }
        return try db.all(statement, [
            "account": account, "dealer": dealer, "word1": word(0), "end1": Self.end(word(0)), "word2": word(1),
            "end2": Self.end(word(1)),
            "word3": word(2), "end3": Self.end(word(2)), "word4": word(3), "end4": Self.end(word(3)),
            "email": email, "number": number, "order": order, "state": state, "next": next, "payment": payment,
            "since": since, "until": self.until, "usual": all, "from": from,
            "before": min(after?.text ?? until, until), "limit": limit,
        ], OrderListTable.view)
    }

    private static func bound(_ instant: Instant) -> String { IDText.timeOrdered(at: instant, random: 0, 0) }

    /// Behind every word that begins so.
    private static func end(_ word: String) -> String { word + "\u{10FFFF}" }
}
