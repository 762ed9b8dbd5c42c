import Storage
import Testbed
import Testing
import Values
import Web

@testable import Trade

@Suite("Lists of orders")
struct OrderListTests {
    private func list(_ dealer: Dealer, _ query: String) async throws -> [String] {
        let answer = try await dealer.must(dealer.client.get("/v1/orders?\(query)"))
        return (answer.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    @Test("an order stands in the list of what is to be done with it, until it has left")
    func nextSteps() async throws {
        let dealer = try await Dealer.open()
        let parcel = try await dealer.placed([("tow-bar-kit", 2)])
        #expect(try await list(dealer, "nextStep=ship") == [parcel.text])
        #expect(try await list(dealer, "nextStep=make_ready").isEmpty)
        _ = try await dealer.must(dealer.ship(parcel, [(1, 1)]))
        #expect(try await list(dealer, "nextStep=ship") == [parcel.text], "a part is left")
        _ = try await dealer.must(dealer.ship(parcel, key: "rest"))
        #expect(try await list(dealer, "nextStep=ship").isEmpty)
        #expect(try await list(dealer, "") == [parcel.text])
    }

    @Test("an order to be collected is made ready, then handed over")
    func collected() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placedForPickup([("tow-bar-kit", 1)])
        #expect(try await list(dealer, "nextStep=make_ready") == [order.text])
        _ = try await dealer.must(dealer.announce(order))
        #expect(try await list(dealer, "nextStep=hand_over") == [order.text])
        #expect(try await list(dealer, "nextStep=make_ready").isEmpty)
        _ = try await dealer.must(dealer.handOver(order))
        #expect(try await list(dealer, "nextStep=hand_over").isEmpty)
    }

    @Test("a cancelled order waits for nothing")
    func cancelled() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        _ = try await dealer.must(dealer.cancel(order))
        #expect(try await list(dealer, "nextStep=ship").isEmpty)
        #expect(try await list(dealer, "state=cancelled") == [order.text])
    }

    @Test("an order whose buyer is at 3-D Secure is found by its open payment, though it is pending")
    func waiting() async throws {
        let dealer = try await Dealer.open()
        let answer = try await dealer.order(try await dealer.cart(), token: "pm_3ds")
        let order = try #require(answer.json["order"]?.string)
        #expect(try await list(dealer, "payment=waiting") == [order])
        #expect(try await list(dealer, "payment=attention").isEmpty)
        #expect(try await list(dealer, "").isEmpty, "pending orders only on request")
        #expect(try await dealer.client.get("/v1/day").json["paymentsWaiting"]?["count"]?.integer == 1)
    }

    @Test("an order is found by number, identifier, e-mail address and the beginnings of its buyer's names")
    func search() async throws {
        let dealer = try await Dealer.open()
        let order = try await dealer.placed()
        let number = try #require(
            try await dealer.client.get("/v1/orders/\(order)").json["order"]?["number"]?.string)
        for text in [number, number.lowercased(), order.text, "ada@example.org", "love", "LOVELACE", "lov%20ad"] {
            #expect(try await list(dealer, "search=\(text)") == [order.text], "\(text)")
        }
        for text in ["ada@example.com", "lovelaces", "ada%20byron", "0000-0000-00"] {
            #expect(try await list(dealer, "search=\(text)").isEmpty, "\(text)")
        }
        #expect(try await dealer.client.get("/v1/orders?search=a%20b%20c%20d%20e").faults["query:search"] != nil)
        #expect(try await dealer.client.get("/v1/orders?search=--").faults["query:search"] != nil)
    }

    @Test("filters hold together, and pages follow each other")
    func pages() async throws {
        let dealer = try await Dealer.open()
        var orders: [String] = []
        for number in 1...3 {
            let answer = try await dealer.must(dealer.order(try await dealer.cart(), key: "key-\(number)"))
            orders.append(try #require(answer.json["order"]?["id"]?.string))
            dealer.sample.time.advance(by: .hours(1))
        }
        for query in ["limit=2", "limit=2&nextStep=ship", "limit=2&search=ada", "limit=2&email=ada@example.org"] {
            let first = try await dealer.client.get("/v1/orders?\(query)").json
            #expect(first["items"]?.array?.compactMap { $0["id"]?.string } == [orders[2], orders[1]], "\(query)")
            let next = try #require(first["next"]?.string)
            #expect(try await list(dealer, "\(query)&after=\(next)") == [orders[0]], "\(query)")
        }
        let since = "since=2026-11-23T10:00:00Z"
        #expect(try await list(dealer, since) == [orders[2], orders[1]])
        #expect(try await list(dealer, "\(since)&until=2026-11-23T11:00:00Z&search=ada") == [orders[1]])
        #expect(try await list(dealer, "search=ada&email=grace@example.org").isEmpty)
    }

    @Test("no list and no figure of the day reads all orders", .enabled(if: TestDatabase.isSQLite), arguments: [
        OrderListTable.byNextStep, OrderListTable.byPayment, OrderListTable.byEmail, OrderListTable.byNumber,
        OrderListTable.byWords, OrderListTable.byState, DayTable.orders, DayTable.next, DayTable.payments,
    ])
    func indexed(statement: Statement) async throws {
        let dealer = try await Dealer.open()
        let plan = try await dealer.plan(of: statement)
        let scans = plan.filter { $0.hasPrefix("SCAN sales_order") || $0.hasPrefix("SCAN attempt") }
        #expect(scans.allSatisfy { $0.contains("payment_attempt_unsettled") }, "\(plan)")
    }

    @Test("the day counts what came in and what waits")
    func day() async throws {
        let dealer = try await Dealer.open(mats: 12, towBars: 2)
        _ = try await dealer.placed([("floor-mats", 2)])
        let day = try await dealer.must(dealer.client.get("/v1/day")).json
        #expect(day["day"] == "2026-11-23" && day["orders"] == 1)
        #expect(day["turnover"]?.array?.first?["amount"]?.integer == 18_390)
        #expect(day["toShip"]?["count"] == 1 && day["toHandOver"]?["count"] == 0 && day["parkedJobs"] == 0)
        #expect(day["shortItems"] == 1, "two tow bars are less than three")
        dealer.sample.time.advance(by: .days(1))
        let next = try await dealer.client.get("/v1/day").json
        #expect(next["orders"] == 0 && next["turnover"] == [] && next["toShip"]?["count"] == 1)
    }
}

extension Dealer {
    /// How SQLite would look for the rows, whatever the parameters are.
    fileprivate func plan(of statement: Statement) async throws -> [String] {
        let text = statement.text.replacing("LIMIT $limit", with: "LIMIT 1").replacing(/\$[a-zA-Z0-9]+/) { _ in
            "(SELECT 'x')"
        }
        let explain = Statement("EXPLAIN QUERY PLAN \(text)")
        return try await shop.read { db in try db.all(explain) { row in try row["detail"] } }
    }
}
