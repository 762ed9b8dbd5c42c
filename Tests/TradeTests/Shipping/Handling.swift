import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

/// What staff do with an order.
extension Dealer {
    @discardableResult
    func ship(
        _ order: ID<Order>, _ lines: [(position: Int, count: Int64)]? = nil, key: String = "parcel-1",
        carrier: String = "DHL"
    ) async throws -> TestAnswer {
        var body: JSON = ["carrier": .string(carrier), "tracking": "00340434161094"]
        if let lines {
            let counts = lines.map { ["line": .string("\(order)-\($0.position)"), "count": .integer($0.count)] as JSON }
            body = ["carrier": .string(carrier), "lines": .array(counts)]
        }
        return try await client.post("/v1/orders/\(order)/shipments", body, headers: ["Idempotency-Key": key])
    }

    func announce(_ order: ID<Order>) async throws -> TestAnswer {
        try await client.post("/v1/orders/\(order)/pickup-readiness")
    }

    func handOver(_ order: ID<Order>) async throws -> TestAnswer {
        try await client.post("/v1/orders/\(order)/handover")
    }

    func cancel(_ order: ID<Order>) async throws -> TestAnswer {
        try await client.post("/v1/orders/\(order)/cancellation", ["reason": "The buyer changed their mind."])
    }

    func fulfilment(_ order: ID<Order>) async throws -> FulfilmentView {
        try await client.get("/v1/orders/\(order)/fulfilment").view()
    }

    /// A placed order that its buyer collects at the dealer.
    func placedForPickup(_ wanted: [(product: String, count: Int64)]) async throws -> ID<Order> {
        let cart = try await cart(wanted)
        try await must(client.put("/v1/carts/\(cart)/delivery", ["method": "collect", "dealer": "dealer"]))
        let answer = try await must(order(cart))
        return try #require(answer.json["order"]?["id"]?.string.flatMap { ID<Order>($0) })
    }

    /// The states a line has gone through.
    func path(_ order: ID<Order>, _ position: Int = 1) async throws -> [String] {
        try await shop.read { db in
            try History.all(.fulfilment, Order.Line.id(of: order, position: position).text, in: db).map(\.to)
        }
    }

    /// How many events of that name the order has had.
    func news(_ name: String, of order: ID<Order>) async throws -> Int {
        try await shop.read { db in
            try StoredEvent.about(order.text, kind: OrderPlaced.subjectKind, limit: 100, in: db)
                .filter { $0.name == name }.count
        }
    }
}
