import Foundation
import GRDB
import Testbed
import Testing
import Values

/// The folder, the bank's store and the buyers' log of a shop that is closed, in a folder of their own.
struct SoldShop {
    private let folder: TemporaryFolder

    var data: String { folder.path + "/data" }
    var bankStore: String { folder.path + "/bank.journal" }
    var buyersLog: String { folder.path + "/buyers.jsonl" }

    init(copying other: SoldShop) throws {
        try self.init(data: other.data, bankStore: other.bankStore, buyersLog: other.buyersLog)
    }

    init(copying other: Dealership) throws {
        try self.init(data: other.data, bankStore: other.bankStore, buyersLog: other.buyersLog)
    }

    private init(data: String, bankStore: String, buyersLog: String) throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: data, toPath: self.data)
        try FileManager.default.copyItem(atPath: bankStore, toPath: self.bankStore)
        try FileManager.default.copyItem(atPath: buyersLog, toPath: self.buyersLog)
    }

    /// Runs the checker; `nil` leaves an argument out.
    func check(bank: String? = "", buyers: String? = "") async throws -> Verdict {
        var arguments = ["check", "--data", data]
        if bank != nil { arguments += ["--bank", bankStore] }
        if buyers != nil { arguments += ["--buyers", buyersLog] }
        let (code, output) = try await BuiltProgram.run(arguments)
        return Verdict(code: code, output: output)
    }

    /// What the checker said, read as its user does.
    struct Verdict {
        let code: Int32
        let output: String

        var names: [String] { names(["holds", "broken", "not checked"]) }
        var broken: [String] { names(["broken"]) }
        var notChecked: [String] { names(["not checked"]) }

        private func names(_ verdicts: [String]) -> [String] {
            let lines = output.split(separator: "\n").filter { line in verdicts.contains { line.hasPrefix($0) } }
            return lines.compactMap { line in
                let words = line.split(separator: ".", maxSplits: 1)
                return words.count == 2 ? String(words[1].drop { $0 == " " }.prefix { $0 != ":" }) : nil
            }
        }
    }

    /// Changes a row behind the shop's back; it must be there.
    func change(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: data + "/orderworks.sqlite", configuration: configuration)
        let count = try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: sql)
            return db.changesCount
        }
        try #require(count == 1, "\(sql)")
        try queue.close()
    }

    /// The one file that the shop keeps.
    var file: String {
        get throws {
            let kept = data + "/files/kept"
            let names = try FileManager.default.subpathsOfDirectory(atPath: kept).filter { $0.contains("/") }
            return kept + "/" + (try #require(names.first))
        }
    }

    /// Rewrites a file line by line.
    func edit(_ file: String, _ change: (inout [String]) throws -> Void) throws {
        var lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
        let before = lines
        try change(&lines)
        try #require(lines != before, "something is changed in \(file)")
        try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }
}

/// One thing made wrong, and the invariant that must notice.
struct Spoiling: Sendable {
    let invariant: String
    let what: String
    let spoil: @Sendable (SoldShop) throws -> Void

    init(_ invariant: String, _ what: String, _ spoil: @escaping @Sendable (SoldShop) throws -> Void) {
        self.invariant = invariant
        self.what = what
        self.spoil = spoil
    }

    /// A row changed by SQL.
    private init(_ invariant: String, _ what: String, sql: String) {
        self.init(invariant, what) { shop in try shop.change(sql) }
    }

    static let all = onStock + onMoney + onOrders + onNews + onFiles

    private static let onStock = [
        Spoiling("stock-balances", "a unit that nobody received", sql: """
            UPDATE stock SET on_hand = on_hand + 1 WHERE item = 'floor-mats' AND place = 'warehouse'
            """),
        Spoiling("stock-balances", "a reservation that is gone", sql: """
            DELETE FROM reservation WHERE owner = (SELECT MIN(owner) FROM reservation)
            """),
        Spoiling("orders-hold-their-stock", "an order for more than it reserved", sql: """
            UPDATE order_line SET quantity = quantity + 1 WHERE sales_order = (SELECT MIN(id) FROM sales_order)
            """),
        Spoiling("shipments-add-up", "a unit shipped without a parcel", sql: """
            UPDATE order_line SET shipped_count = 1 WHERE sales_order = (SELECT MIN(id) FROM sales_order)
            """),
    ]

    private static let onMoney = [
        Spoiling("bank-agrees", "one half of a posting", sql: """
            UPDATE ledger_entry SET amount = amount + 1 WHERE account = 'bank' AND posting LIKE 'refunded:%'
            """),
        Spoiling("bank-agrees", "a refund the bank never made") { shop in
            try shop.edit(shop.bankStore) { lines in lines.removeAll { $0.contains(#""refund":{"#) } }
        },
        Spoiling("bank-agrees", "a charge for an order that doesn't exist") { shop in
            try copyPayment(in: shop) { line, order in line.replacing(order, with: "0000gone0000") }
        },
        Spoiling("one-authorisation", "a second charge for one order") { shop in
            try copyPayment(in: shop) { line, _ in line }
        },
        Spoiling("one-authorisation", "a charge whose attempt was given up", sql: """
            UPDATE payment_attempt SET state = 'voided' WHERE id = (SELECT MIN(id) FROM payment_attempt)
            """),
        Spoiling("one-authorisation", "an open attempt that nobody looks at", sql: """
            UPDATE payment_attempt SET state = 'unknown', look_at = NULL
            WHERE id = (SELECT MIN(id) FROM payment_attempt)
            """),
    ]

    private static let onOrders = [
        Spoiling("acknowledged-orders-exist", "an order whose total changed") { shop in
            try shop.edit(shop.buyersLog) { $0[0] = $0[0].replacing(#""amount":"#, with: #""amount":1"#) }
        },
        Spoiling("acknowledged-orders-exist", "an order that is gone") { shop in
            try shop.edit(shop.buyersLog) { $0.append($0[0].replacing(#""order":""#, with: #""order":"gone"#)) }
        },
        Spoiling("one-key-one-order", "a placed order whose key has no answer", sql: """
            UPDATE client_key SET status = NULL, body = NULL WHERE attempt = (SELECT MIN(attempt) FROM client_key)
            """),
        Spoiling("one-key-one-order", "one key that led to two orders") { shop in
            try shop.edit(shop.buyersLog) { lines in
                let names = try lines.map { line in try #require(try JSON.parse(Array(line.utf8))["order"]?.string) }
                lines.append(lines[0].replacing(names[0], with: names[1]))
            }
        },
        Spoiling("one-key-one-order", "an open cart that was ordered and doesn't say so", sql: """
            UPDATE cart SET state = 'open', order_id = NULL WHERE id = (SELECT MIN(cart) FROM client_key)
            """),
        Spoiling("histories-are-legal", "a history that begins in the middle", sql: """
            DELETE FROM history WHERE kind = 'order' AND number = 1
                AND subject = (SELECT MIN(id) FROM sales_order)
            """),
        Spoiling("histories-are-legal", "a step nobody may take", sql: """
            UPDATE history SET to_state = 'closed' WHERE kind = 'order' AND number = 2
                AND subject = (SELECT MIN(id) FROM sales_order)
            """),
        Spoiling("histories-are-legal", "a state no step led to", sql: """
            UPDATE refund SET state = 'failed'
            """),
    ]

    private static let onNews = [
        Spoiling("placed-orders-are-confirmed", "a confirmation that was never sent", sql: """
            DELETE FROM mail_sent WHERE kind = 'confirmation' AND order_id = (SELECT MIN(id) FROM sales_order)
            """),
        Spoiling("event-numbers", "an event that is gone", sql: """
            DELETE FROM event WHERE name = 'order.placed'
                AND subject = (SELECT subject FROM event WHERE name = 'order.refunded')
            """),
        Spoiling("no-card-data", "a card number in a file") { shop in
            try Data("paid with 4242 4242 4242 4242\n".utf8).write(to: URL(fileURLWithPath: shop.data + "/notes.txt"))
        },
        Spoiling("no-card-data", "a security code in a row", sql: """
            UPDATE mailbox SET text_body = text_body || ' cvc: 123' WHERE id = (SELECT MIN(id) FROM mailbox)
            """),
        Spoiling("audit-chain", "a name changed in the audit book", sql: """
            DROP TRIGGER audit_kept_from_update; UPDATE audit SET who = 'nobody' WHERE number = 3
            """),
        Spoiling("audit-chain", "the audit book's last row torn out", sql: """
            DROP TRIGGER audit_kept_from_delete; DELETE FROM audit WHERE number = (SELECT MAX(number) FROM audit)
            """),
    ]

    private static let onFiles = [
        Spoiling("files-have-contents", "a file whose content never arrived", sql: """
            UPDATE file_content SET state = 'arriving'
            """),
        Spoiling("files-are-whole", "a file that is gone") { shop in
            try FileManager.default.removeItem(atPath: try shop.file)
        },
        Spoiling("files-are-whole", "a byte that is another") { shop in
            var bytes = try Data(contentsOf: URL(fileURLWithPath: try shop.file))
            bytes[bytes.startIndex + 9] ^= 1
            try bytes.write(to: URL(fileURLWithPath: try shop.file))
        },
    ]

    /// Adds a payment to the bank's store: the last state of the first one, under another name, as `change` says.
    private static func copyPayment(
        in shop: SoldShop, _ change: (_ line: String, _ order: String) -> String
    ) throws {
        try shop.edit(shop.bankStore) { lines in
            let paid = try #require(lines.last { $0.contains(#""intent":{"#) })
            let payment = try #require(try JSON.parse(Array(paid.utf8))["intent"])
            let intent = try #require(payment["id"]?.string)
            let order = try #require(payment["metadata"]?["order"]?.string)
            lines.append(change(paid.replacing(intent, with: intent + "copy"), order))
        }
    }
}
