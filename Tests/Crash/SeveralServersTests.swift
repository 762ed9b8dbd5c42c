import Connectors
import Foundation
import Testbed
import Testing
import Trade
import Values
import Web

/// One shop on four servers and one PostgreSQL.
@Suite("Several servers", .serialized, .enabled(if: TestDatabase.isPostgres), .timeLimit(.minutes(6)))
struct SeveralServersTests {
    static let buyers = 24
    /// Orders placed between two things that happen.
    static let ordersBetween = 12
    static let lastUnits = 40
    /// Buyers who come in vain.
    static let tooMany = 20

    @Test("amid buyers servers are killed and PostgreSQL is restarted and killed: no order is lost or paid twice")
    func underFire() async throws {
        let cluster = try Cluster()
        try await cluster.open()
        _ = try await cluster.must(.post, "/v1/stock/receipts", [
            "item": "floor-mats", "place": "warehouse", "count": 50_000,
        ])
        let notebook = Notebook()
        try await buying(at: cluster, notebook) {
            try await sell(notebook)
            try await cluster.trouble("kind=replyLost&on=any&probability=0.1")
            try await cluster.kill(1)
            try await sell(notebook)
            try await cluster.openAgain(1)
            try await cluster.restartEngine(SIGINT)
            try await sell(notebook)
            try await cluster.restartEngine(SIGKILL)
            try await sell(notebook)
            try await cluster.kill(2)
            try await cluster.kill(3)
            try await sell(notebook)
            try await cluster.openAgain(2)
            try await cluster.openAgain(3)
            try await cluster.trouble("")
        }
        try await oneKeyAtTwoServers(cluster, notebook)
        try await lastOnes(
            of: "floor-mats", Self.lastUnits, in: [["product": "floor-mats", "quantity": 1]], cluster, notebook)
        // One part in two products: as an extra of a car, and on its own.
        try await stockUp(but: "tow-bar", cluster)
        try await lastOnes(
            of: "tow-bar", Self.lastUnits / 2, in: [
                ["product": "tow-bar-kit", "quantity": 1],
                ["product": "montis", "quantity": 1, "choices": ["paint-green", "tow-bar"]],
            ], cluster, notebook)
        try await cluster.settle()
        try notebook.write(to: cluster.buyersLog)
        let verdict = try await cluster.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        let codes = try await cluster.stop()
        #expect(codes == Array(repeating: 0, count: Cluster.size))
        print("four servers: \(notebook.orders) orders acknowledged, \(notebook.tally)")
    }

    /// One key at two servers at the same time is one order; two keys for one cart, from two tabs, are one too.
    private func oneKeyAtTwoServers(_ cluster: Cluster, _ notebook: Notebook) async throws {
        for round in 1...5 {
            for keys in [["one-\(round)", "one-\(round)"], ["left-\(round)", "right-\(round)"]] {
                let buyer = buyer("tabs-\(round)", at: cluster.address, cluster, notebook)
                let cart = try #require(try await buyer.fill())
                let before = notebook.orders
                let ends = await withTaskGroup(of: Int.self) { group in
                    for (server, key) in keys.enumerated() {
                        group.addTask { await order(cart, key, at: cluster.address(of: server), cluster, notebook) }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(notebook.orders == before + 1, "\(keys): \(ends)")
                #expect(ends.sorted() == (keys[0] == keys[1] ? [201, 201] : [201, 409]), "\(keys)")
            }
        }
    }

    /// More buyers than there are pieces left, at all servers: each piece is sold, and none twice.
    ///
    /// - Parameter lines: what buyers order, by turns; each takes one piece of the item.
    private func lastOnes(
        of item: String, _ count: Int, in lines: [JSON], _ cluster: Cluster, _ notebook: Notebook
    ) async throws {
        let left = try await free(item, cluster)
        if count != left {
            _ = try await cluster.must(.post, "/v1/stock/adjustments", [
                "item": .string(item), "place": "warehouse", "change": .integer(Int64(count - left)),
                "reason": "counted",
            ])
        }
        let sold = notebook.orders
        let ends = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<(count + Self.tooMany) {
                group.addTask {
                    let buyer = buyer("last-\(number)", at: cluster.address, cluster, notebook)
                    let cart = try #require(try await buyer.fill(lines[number % lines.count]))
                    return await order(cart, "last", at: cluster.address, cluster, notebook)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(notebook.orders == sold + count, "\(item)")
        #expect(ends.count { $0 == 409 } == Self.tooMany, "\(item): \(ends)")
        #expect(try await free(item, cluster) == 0)
    }

    /// All parts but one in plenty.
    private func stockUp(but scarce: String, _ cluster: Cluster) async throws {
        let items = try await cluster.must(.get, "/v1/items?limit=100")["items"]?.array ?? []
        for item in items.compactMap({ $0["id"]?.string }) where item != scarce {
            _ = try await cluster.must(.post, "/v1/stock/receipts", [
                "item": .string(item), "place": "warehouse", "count": 100,
            ])
        }
    }

    private func free(_ item: String, _ cluster: Cluster) async throws -> Int {
        let rows = try await cluster.must(.get, "/v1/stock?item=\(item)")["items"]?.array ?? []
        return rows.reduce(0) { $0 + Int($1["available"]?.integer ?? 0) }
    }

    /// Asks until there is an answer that stays; answers its status.
    private func order(
        _ cart: ID<Cart>, _ key: String, at address: String, _ cluster: Cluster, _ notebook: Notebook
    ) async -> Int {
        for _ in 0..<300 {
            let answer = try? await cluster.transport.send(
                OutgoingRequest(
                    .post, "\(address)/v1/carts/\(cart)/order",
                    headers: ["Content-Type": "application/json", "Idempotency-Key": key],
                    body: (["payment": ["token": "pm_card_visa"]] as JSON).bytes, timeout: .seconds(30)))
            let problem = answer.flatMap { try? JSON.parse($0.body)["type"]?.string } ?? ""
            if let answer, answer.status == 201 {
                try? notebook.note(answer.body, cart: cart, key: key)
                return 201
            }
            if let answer, answer.status == 409, !problem.contains("request-under-way") { return 409 }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return 0
    }

    private func buyer(_ name: String, at address: String, _ cluster: Cluster, _ notebook: Notebook) -> Buyer {
        Buyer(name: name, address: address, transport: cluster.transport, notebook: notebook)
    }

    private func buying(at cluster: Cluster, _ notebook: Notebook, while work: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { buyers in
            for number in 1...Self.buyers {
                buyers.addTask {
                    try await buyer("buyer-\(number)", at: cluster.address, cluster, notebook).buy()
                }
            }
            defer { notebook.close() }
            try await work()
            notebook.close()
            try await buyers.waitForAll()
        }
    }

    private func sell(_ notebook: Notebook) async throws {
        let goal = notebook.orders + Self.ordersBetween
        for _ in 0..<3000 where notebook.orders < goal { try await Task.sleep(for: .milliseconds(20)) }
        try #require(notebook.orders >= goal, "orders are placed")
    }
}
