import Storage
import Synchronization

/// A mistake that somebody could make, built into a simulated shop to see whether the simulation finds it. What is
/// changed are the shop's ports, so that no shop but a simulated one can have it.
package enum Mutant: String, CaseIterable, Sendable {
    /// The bank is asked again under a new key.
    case newBankKeyAtRetry
    /// The confirmation's job is stored by a transaction of its own, after the order's.
    case mailOutsideTransaction
    /// Whoever reserves doesn't look whether it is still there.
    case reservesWithoutCondition
    /// The capture is recorded, and then made.
    case captureMarkedBeforeMade
    /// Whoever had a job once may still finish it.
    case leaseWithoutFencing
    /// The caller is told before the commit.
    case answersBeforeCommit
    /// No answer of the bank is taken for a no.
    case lostReplyTakenForDecline
    /// A refund is asked for again under a new key.
    case newRefundKeyAtRetry
    /// What a failed order had reserved stays so.
    case keepsStockOfFailedOrders
    /// A client's key is not looked up.
    case forgetsClientKeys
    /// A mail is noted as sent whether or not the server took it.
    case mailMarkedBeforeSent

    /// What it changes in statements: what stands there, and what stands there instead.
    var statements: [(String, String)] {
        switch self {
        case .reservesWithoutCondition:
            [("AND movements = $movements AND on_hand - reserved >= $count", "AND $movements IS NOT NULL"),
             ("AS place, on_hand, reserved, movements, priority",
              "AS place, on_hand + 9 AS on_hand, reserved, movements, priority"),
             ("$count, $onHand, $reserved", "$count, $onHand - 9 * ($kind = 'reserved'), $reserved")]
        case .leaseWithoutFencing: [("AND fence = $fence", "AND $fence IS NOT NULL")]
        case .keepsStockOfFailedOrders:
            [("SELECT item, place, live, sold, freed FROM reservation WHERE owner = $owner ORDER BY item, place",
              """
              SELECT item, place, live, sold, freed FROM reservation WHERE owner = $owner AND EXISTS
              (SELECT 1 FROM sales_order WHERE id = owner AND state <> 'failed') ORDER BY item, place
              """)]
        case .forgetsClientKeys: [("FROM client_key WHERE cart = $cart AND key = $key",
                                   "FROM client_key WHERE cart = $cart AND key = $key AND 1 = 0")]
        default: []
        }
    }
}

/// Answers when it has run, whatever becomes of it.
final class EagerAnswer: Waiting {
    private let inner: any Waiting
    private let isAnswered = Mutex(false)

    init(_ inner: any Waiting) { self.inner = inner }

    var isFollowUp: Bool { inner.isFollowUp }

    func run(in db: any Transaction) throws {
        try inner.run(in: db)
        finish(nil)
    }

    func finish(_ error: (any Error)?) {
        let isFirst = isAnswered.withLock { answered in
            defer { answered = true }
            return !answered
        }
        if isFirst { inner.finish(error) }
    }
}

/// Asks other statements than it is asked.
final class MutatedTransaction: Transaction {
    private let db: any Transaction
    private let changes: [(String, String)]

    private static let made = Mutex<[String: Statement]>([:])

    init(_ db: any Transaction, _ changes: [(String, String)]) {
        self.db = db
        self.changes = changes
    }

    private func changed(_ statement: Statement) -> Statement {
        var text = statement.text
        for (old, new) in changes where text.contains(old) { text = text.replacing(old, with: new) }
        guard text != statement.text else { return statement }
        return Self.made.withLock { made in
            if let known = made[text] { return known }
            let new = Statement(text)
            made[text] = new
            return new
        }
    }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        try db.run(changed(statement), parameters)
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        try db.rows(changed(statement), parameters, each)
    }

    var edition: Int64 { get throws { try db.edition } }

    func notify(_ channel: Channel) { db.notify(channel) }
}
