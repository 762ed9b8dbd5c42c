import Dispatch
import Faces
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

@Suite("More buyers than the shop can serve", .timeLimit(.minutes(2)))
struct CrowdTests {
    @Test("carts that are open go on to their order; no new one is opened, with a word when to come again")
    func crowd() async throws {
        let staffed = try await StaffedShop(isOnFile: true)
        let buyer = TestClient(staffed.wiring.api)
        let cart: CartView = try await buyer.post("/v1/carts").view()
        let database = staffed.wiring.shop.database
        let (gate, atGate) = (DispatchSemaphore(value: 0), AsyncStream<Void>.makeStream())
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                try await database.write { _ in
                    atGate.continuation.finish()
                    gate.wait()
                }
                return 201
            }
            for await _ in atGate.stream {}
            for _ in 0..<Shop.crowd {
                group.addTask {
                    try await database.write { _ in }
                    return 201
                }
            }
            defer { gate.signal() }
            while database.waitingWrites < Shop.crowd {
                try Task.checkCancellation()
                await Task.yield()
            }
            let refused = try await buyer.post("/v1/carts")
            #expect(refused.status == 503)
            #expect(refused.problem == "overloaded")
            #expect(refused.headers["Retry-After"] == "1")
            // Nobody reads the cart that they send: it takes the time of those who have one.
            let head = Request.Head(.post, "/v1/carts", headers: ["Content-Type": "application/json"])
            var isAtHand = false
            for _ in 0..<100 where !isAtHand {
                guard case .refuse(let early) = staffed.site.admit(head) else { throw Malformed("its body is read") }
                #expect(early.status == 503 && early.headers["X-Request-ID"] != nil)
                // For a moment, which a busy machine may sleep through.
                isAtHand = staffed.site.turnsAway
            }
            #expect(isAtHand)
            group.addTask {
                try await buyer.post("/v1/carts/\(cart.id)/lines", ["product": "floor-mats", "quantity": 1]).status
            }
            while database.waitingWrites <= Shop.crowd {
                try Task.checkCancellation()
                await Task.yield()
            }
            gate.signal()
            for try await status in group { #expect(status == 201 || status == 200) }
        }
        #expect(try await buyer.post("/v1/carts").status == 201)
        let kept: CartView = try await buyer.get("/v1/carts/\(cart.id)").view()
        #expect(kept.lines.count == 1)
    }
}
