import Foundation
import Storage
import StoragePostgres

/// How many orders PostgreSQL takes a second through the storage driver, beside pgbench doing the same nine statements
/// one by one, prepared, between BEGIN and COMMIT. Both in turn, on the same server and tables.
struct PostgresLimit {
    /// The server's address.
    let address: String
    let folder: String

    /// And how many orders a connection writes in a round, on average.
    private static let runs = [(callers: 1, orders: 1500), (callers: 16, orders: 250), (callers: 64, orders: 250)]
    private static let threads = 2
    private static let connections = 16
    private static let rounds = 3
    private static let pgbench = "/usr/lib/postgresql/15/bin/pgbench"

    func measure(_ report: inout Report) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try await OrderStore.migrated(
            try PostgresDatabase.open(
                address, log: OrderStore.silence, limits: PostgresLimits(connections: Self.connections, readers: 1)))
        try await OrderStore.stock(database)
        try Data(Self.script.utf8).write(to: URL(fileURLWithPath: folder + "/order.sql"))
        var first = 100_000_000
        for (callers, orders) in Self.runs {
            let clients = min(callers, Self.connections)
            var (plain, driver, together) = ([Double](), [Double](), [Double]())
            for _ in 1...Self.rounds {
                var writer = DriverOrders(database: database, order: OrderTransaction(size: .single))
                try await writer.addCarts(from: first, count: 3 * clients * orders)
                plain.append(try await bench(clients, orders, from: first))
                first += clients * orders
                driver.append(try await rate(of: writer, from: first, count: clients * orders, callers))
                first += clients * orders
                writer.gathers = true
                together.append(try await rate(of: writer, from: first, count: clients * orders, callers))
                first += clients * orders
            }
            let what = "9 statements, \(callers) at a time"
            let best = Figure("pgbench, \(what)", plain.sorted()[Self.rounds / 2], "1/s")
            func beside(_ name: String, _ rates: [Double]) -> Figure {
                .rate("\(name), \(what)", rates.sorted()[Self.rounds / 2], of: best, called: "pgbench")
            }
            report.add("Orders in PostgreSQL: \(what)", [
                best, beside("driver, each by itself", driver), beside("as the shop", together),
            ])
        }
        await database.close()
    }

    /// Orders a second.
    private func rate(
        of writer: DriverOrders, from first: Int, count: Int, _ callers: Int
    ) async throws -> Double {
        let begin = ContinuousClock.now
        try await writer.write(from: first, count: count, together: callers)
        return Double(count) / ((ContinuousClock.now - begin) / .seconds(1))
    }

    /// Orders a second by pgbench.
    private func bench(_ clients: Int, _ orders: Int, from first: Int) async throws -> Double {
        let texts = [
            "invoice": OrderTexts.address, "totals": OrderTexts.totals, "name": OrderTexts.name,
            "options": OrderTexts.options, "choices": OrderTexts.choices, "demand": OrderTexts.demand,
            "body": OrderTexts.answer, "first": "\(first)", "each": "\(orders)", "i": "-1",
        ]
        let program = try Program(
            Self.pgbench,
            ["-n", "-M", "prepared", "-f", folder + "/order.sql", "-c", "\(clients)"]
                + ["-j", "\(min(clients, Self.threads))", "-t", "\(orders)"]
                + texts.sorted { $0.key < $1.key }.flatMap { ["-D", "\($0.key)=\($0.value)"] } + [address],
            saying: folder + "/pgbench.output")
        _ = program.finish()
        let said = program.said
        guard let line = said.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
              let rate = Double(line.dropFirst(6).prefix { $0 != " " })
        else { throw Program.Failure(description: "pgbench says:\n\(said)") }
        return rate
    }

    /// The statements of `OrderTransaction`, with its values.
    private static let script = """
        \\set i :i + 1
        \\set n :first + :client_id * :each + :i
        \\set item :n % \(OrderStore.stockedItems)
        BEGIN ISOLATION LEVEL READ COMMITTED;
        """ + statements.map { "\n" + $0 + ($0.contains(stored) ? "" : ";") }.joined() + "\nCOMMIT;\n"

    /// What a statement answers is kept for the next ones, `:s_place` and so on.
    private static let stored = " \\gset s_"
    private static let number = "CAST(CAST(:n AS BIGINT) AS TEXT)"
    private static let order = "('\(OrderTexts.prefix)-order-' || \(number))"
    private static let cart = "('\(OrderTexts.prefix)-cart-' || \(number))"
    private static let attempt = "('\(OrderTexts.prefix)-attempt-' || \(number))"
    private static let item = "('item-' || CAST(CAST(:item AS BIGINT) AS TEXT))"
    private static let now = "\(OrderTexts.now)"

    private static let statements = [
        OrderTransaction.statements[0].text.replacing("$count", with: "1").replacing("$item", with: item)
            .replacing("$preferred", with: "''") + stored,
        """
        INSERT INTO reservation (owner, item, place, live, sold, freed) VALUES (\(order), \(item), :s_place, 1, 0, 0)
        ON CONFLICT (owner, item, place) DO UPDATE SET live = reservation.live + excluded.live
        """,
        """
        INSERT INTO movement (item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who,
            why, at)
        VALUES (\(item), :s_place, :s_movements, 'reserved', 1, :s_on_hand, :s_reserved, \(order), NULL, 'shop',
            'ordered', \(now))
        """,
        """
        INSERT INTO sales_order (id, number, cart, state, language, email, invoice_address, delivery_address, delivery,
            currency, total, totals, created_at, next_step)
        VALUES (\(order), \(number), \(cart), 'pending', 'en', 'ada@example.org', :invoice, :invoice,
            '{"method":"ship"}', 'EUR', 4938845, :totals, \(now), 'ship')
        """,
        """
        INSERT INTO order_line (sales_order, position, product, name, options, model_version, choices, checked,
            quantity, unit_price, demand, capture)
        VALUES (\(order), 1, 'car', :name, :options, 1, :choices, 'car 1 ' || :choices, 1, 4884000, :demand, 'at_order')
        """,
        """
        INSERT INTO payment_attempt (id, sales_order, state, amount, currency, token, deadline, look_at, return_url,
            created_at)
        VALUES (\(attempt), \(order), 'authorising', 4938845, 'EUR', 'pm_card_visa', \(now), \(now),
            'http://127.0.0.1/orders/return', \(now))
        """,
        """
        INSERT INTO client_key (cart, key, request_hash, sales_order, attempt, status, body, created_at)
        VALUES (\(cart), 'key', decode(repeat('01', 32), 'hex'), \(order), \(attempt), 201,
            convert_to(:body, 'UTF8'), \(now))
        """,
        """
        INSERT INTO event (subject_kind, subject, number, name, payload, published_at)
        VALUES ('order', \(order), (SELECT COALESCE(MAX(number), 0) + 1 FROM event
            WHERE subject_kind = 'order' AND subject = \(order)), 'order.placed', '{"order":""}', \(now))
        """,
        """
        INSERT INTO job (kind, payload, key, state, run_at, fence, attempts, created_at)
        VALUES ('capture', '{"order":""}', \(order), 'waiting', \(now), 0, 0, \(now))
        ON CONFLICT (kind, key) DO NOTHING
        """,
    ]
}
