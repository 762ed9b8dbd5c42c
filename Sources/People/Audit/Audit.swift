import Storage
import Values
import Web

/// The book of what staff changed. Each row holds the hash of the one before, so that none can be altered, taken out or
/// put in between unnoticed.
package struct Audit: Sendable, Equatable {
    /// From 1, without gaps.
    package let number: Int
    package let who: String
    /// What was done: `stock.receive`.
    package let what: String
    /// To what: `item:roof-box`.
    package let subject: String
    package let detail: JSON
    package let at: Instant

    /// Writes into the book who did it and from where, in the transaction that makes the change. `before` and `after`
    /// are what the subject was and is, without secrets.
    package static func record(
        by caller: Caller, what: String, subject: String, before: JSON? = nil, after: JSON? = nil, detail: JSON = [:],
        at: Instant, in db: any Transaction
    ) throws {
        var whole = JSON.Object()
        if case .object(let members) = detail { whole = members }
        if let before { whole["before"] = before }
        if let after { whole["after"] = after }
        // A buyer's address would name them for as long as the book is kept.
        if let address = caller.address, caller.isStaff { whole["from"] = .string(address) }
        try record(who: caller.who, what: what, subject: subject, detail: .object(whole), at: at, in: db)
    }

    /// The same for what the shop does by itself.
    package static func record(
        who: String, what: String, subject: String, detail: JSON = [:], at: Instant, in db: any Transaction
    ) throws {
        // The last row's number and hash stand in a row of their own, which keeps two writers from the same number.
        let next = try db.first(AuditTable.advance, ["beginning": Link.beginning]) { row in
            (number: try row.get("number", as: Int.self), hash: try row.get("hash", as: [UInt8].self))
        }
        guard let next else { throw StorageFailure.other("the audit book answered no number") }
        let link = Link(
            number: next.number, who: who, what: what, subject: subject, detail: detail.text, at: at,
            previous: next.hash)
        let hash = link.hash
        try db.send(AuditTable.add, [
            "number": link.number, "who": who, "what": what, "subject": subject, "detail": link.detail, "at": at,
            "previous": link.previous, "hash": hash,
        ])
        try db.send(AuditTable.close, ["hash": hash])
    }

    /// A row of the book that doesn't follow from the one before.
    package struct Break: Sendable, Equatable, CustomStringConvertible {
        package let number: Int
        package let reason: String

        package var description: String { "audit \(number): \(reason)" }
    }

    /// How many rows the book has.
    package static func count(in db: any Transaction) throws -> Int { try db.value(AuditTable.count) ?? 0 }

    /// Reads the whole book; answers the first row that is broken, nil when the chain holds.
    package static func verify(in db: any Transaction) throws -> Break? {
        var broken: Break?
        var last = (number: 0, hash: Link.beginning)
        try db.rows(AuditTable.all, [:]) { row in
            let link = try AuditTable.link(row)
            let hash: [UInt8] = try row["hash"]
            broken = if link.number != last.number + 1 {
                Break(number: last.number + 1, reason: "is missing")
            } else if link.previous != last.hash {
                Break(number: link.number, reason: "does not follow from the row before")
            } else if link.hash != hash {
                Break(number: link.number, reason: "was altered")
            } else {
                nil
            }
            last = (link.number, hash)
            return broken == nil
        }
        if let broken { return broken }
        let head = try db.first(AuditTable.head) { row in
            (number: try row.get("number", as: Int.self), hash: try row.get("hash", as: [UInt8].self))
        } ?? (0, Link.beginning)
        guard head == last else { return Break(number: last.number + 1, reason: "is missing at the end") }
        return nil
    }

    /// What a row's hash is made of.
    struct Link {
        let number: Int
        let who: String
        let what: String
        let subject: String
        let detail: String
        let at: Instant
        let previous: [UInt8]

        /// What the first row follows.
        static let beginning = [UInt8](repeating: 0, count: 32)

        /// Each part is led by its length, so that no two rows make the same bytes.
        var hash: [UInt8] {
            var bytes = previous
            let texts = [String(number), who, what, subject, detail, String(at.milliseconds)]
            for text in texts {
                let part = Array(text.utf8)
                bytes += (0..<8).reversed().map { UInt8(truncatingIfNeeded: part.count >> ($0 * 8)) }
                bytes += part
            }
            return Digest.sha256(bytes)
        }
    }
}
