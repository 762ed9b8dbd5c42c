import Storage
import Testbed
import Testing
import Values

@testable import Orderworks

@Suite("What is asked of the database", .enabled(if: TestDatabase.isSQLite))
struct QueryPlanTests {
    /// Statements of one whole order, with the work behind it. It may be lowered and never raised without a reason.
    static let statementLimit = 96
    /// Transactions of the same that write, each a flush of the disk when nobody shares it.
    static let writeLimit = 15

    /// What the shop sells, where and for how much: as large as its owner makes it, whatever is bought.
    static let small: Set<String> = [
        "api_key", "category", "delivery_country", "delivery_tariff", "delivery_zone", "discount", "item",
        "model_draft", "model_picture", "model_version", "option_picture", "picture", "place", "price", "price_list",
        "pricing_settings", "product", "product_part", "product_picture", "product_word", "stock", "tax_class",
        "tax_country", "tax_rate",
        // One row each.
        "audit_head", "reference_edition",
    ]

    /// Steps that may be taken all the same: how they begin, in which statement, and why.
    static let allowed: [(step: String, in: String, why: String)] = [
        ("SCAN job", "UPDATE job SET lease_until = NULL", "once, at the start; a job that is done is gone"),
        ("SCAN job", "FROM job GROUP BY kind", "counts the jobs that wait; a job that is done is gone"),
        ("USE TEMP B-TREE FOR ORDER BY <- SEARCH job", "state = 'parked'", "the jobs that were given up"),
        ("SCAN reservation", "INSERT INTO stock",
         "goes on only while a foreign key is violated, which at its beginning a statement never finds"),
        ("SCAN order_line", "INSERT INTO product", "as before"),
        ("SCAN cart_line", "INSERT INTO product", "as before"),
        ("SCAN configuration", "INSERT INTO model_version", "as before"),
        ("SCAN shipment_line", "INSERT INTO order_line", "as before"),
        ("SCAN attempt USING INDEX payment_attempt_unsettled", "attempt.state = 'authorising'",
         "the index holds only what buyers, the bank or staff have still to act on"),
        ("USE TEMP B-TREE FOR ORDER BY <- SEARCH attempt USING INDEX payment_attempt_of_order", "LIMIT 1",
         "one order's attempts"),
        ("USE TEMP B-TREE FOR ORDER BY <- SEARCH payment_attempt USING INDEX payment_attempt_of_order",
         "ORDER BY created_at, id", "one order's attempts"),
        ("USE TEMP B-TREE FOR ORDER BY <- SEARCH refund", "ORDER BY created_at, id", "one order's refunds"),
        ("USE TEMP B-TREE FOR ORDER BY <- SEARCH shipment", "ORDER BY at, id", "one order's parcels"),
        ("USE TEMP B-TREE FOR ORDER BY <- SEARCH movement USING INDEX movement_owner", "owner = $owner",
         "one order's movements"),
        ("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY <- SEARCH movement", "FROM movement",
         "only those of the same millisecond"),
        ("USE TEMP B-TREE FOR GROUP BY <- SEARCH sales_order", "id > $from", "today's orders, summed up by currency"),
    ]

    @Test("nothing that a day brings reads a growing table from end to end, or sorts it")
    func plans() async throws {
        let recorder = Recorder()
        recorder.start()
        let shop = try await StaffedShop { RecordingDatabase($0, recorder) }
        let opening = recorder.stop()
        recorder.start()
        try await BusyDay(shop: shop).run()
        let asked = (opening + recorder.stop()).flatMap(\.asked)
        let once = Dictionary(asked.map { ($0.statement.number, $0) }) { first, _ in first }
        #expect(once.count > 150, "a day asks many things")
        let plans = try await Self.plans(of: Array(once.values), at: shop.wiring.shop)
        var unused = Set(Self.allowed.map { $0.step + $0.in })
        for plan in plans.sorted(by: { $0.plan.statement.number < $1.plan.statement.number }) {
            for step in plan.growing {
                let found = Self.allowed.first { step.hasPrefix($0.step) && plan.plan.statement.line.contains($0.in) }
                if let found { unused.remove(found.step + found.in) } else {
                    Issue.record("\(step): \(plan.plan.statement.line)")
                }
            }
        }
        #expect(unused.isEmpty, "allowed and not needed")
        await shop.close()
    }

    @Test("a statement without an index is told from one with it", arguments: [
        ("SELECT id FROM sales_order WHERE total > 1", "SCAN sales_order"),
        ("SELECT o.id FROM sales_order o WHERE o.total > 1", "SCAN o"),
        ("SELECT id FROM sales_order WHERE email = 'a' ORDER BY created_at", "USE TEMP B-TREE FOR ORDER BY"),
        ("SELECT COUNT(*) FROM job", "SCAN job USING COVERING INDEX"),
        ("DELETE FROM mailbox WHERE copies > 1", "SCAN mailbox"),
        ("SELECT n.id FROM (SELECT id FROM cart WHERE email = 'a' LIMIT 9) AS n", "SCAN cart"),
        ("SELECT a.id FROM cart AS a JOIN cart AS b ON a.email = b.email WHERE a.id = 'x'", "SCAN b"),
        ("SELECT kind FROM history WHERE subject = 'x'", "SCAN history"),
    ])
    func caught(text: String, step: String) async throws {
        let plan = try await Self.plan(of: text)
        #expect(plan.growing.contains { $0.hasPrefix(step) }, "\(plan.plan.steps.map(\.text))")
    }

    @Test("a statement along an index, or on what the shop sells, is let through", arguments: [
        "SELECT id FROM sales_order WHERE id = 'x'", "SELECT o.id FROM sales_order o WHERE o.email = 'a' ORDER BY o.id",
        "SELECT p.product FROM product AS p ORDER BY p.weight_grams", "SELECT MAX(number) FROM audit",
    ])
    func letThrough(text: String) async throws {
        let plan = try await Self.plan(of: text)
        #expect(!plan.plan.steps.isEmpty && plan.growing.isEmpty, "\(plan.plan.steps.map(\.text))")
    }

    @Test("a whole order asks no more statements and transactions than it did")
    func counts() async throws {
        let recorder = Recorder()
        let shop = try await StaffedShop { RecordingDatabase($0, recorder) }
        let day = BusyDay(shop: shop)
        try await day.takeMoneyAtOrder()
        _ = try await day.wholeOrder()
        recorder.start()
        _ = try await day.wholeOrder()
        let transactions = recorder.stop()
        let statements = transactions.reduce(0) { $0 + $1.asked.count }
        let writes = transactions.count(where: \.isWrite)
        #expect(statements <= Self.statementLimit && writes <= Self.writeLimit, "\(statements) in \(writes)")
        // Nothing counted would be within any bound.
        #expect(statements > 50 && writes > 5)
        await shop.close()
    }

    private static func plan(of text: String) async throws -> (plan: QueryPlan, growing: [String]) {
        let sample = try await Shop.sample(migrations: Wiring.migrations)
        let asked = Recorder.Asked(Statement(text))
        let plan = try #require(try await plans(of: [asked], at: sample.shop).first)
        await sample.close()
        return plan
    }

    private static func plans(
        of asked: [Recorder.Asked], at shop: Shop
    ) async throws -> [(plan: QueryPlan, growing: [String])] {
        try await shop.read { db in
            let tables = Set(try db.all("SELECT name FROM sqlite_master WHERE type = 'table'") { row in
                try row.get("name", as: String.self)
            })
            return try asked.map { asked in
                let plan = try QueryPlan(asked, in: db)
                return (plan, plan.growing(tables: tables, small: small))
            }
        }
    }
}
