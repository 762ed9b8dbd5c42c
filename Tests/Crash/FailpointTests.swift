import Connectors
import Foundation
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

/// Every step between two that belong together is a place to die at once.
@Suite("Ends at every step", .serialized, .timeLimit(.minutes(10)), .enabled(if: TestDatabase.isSQLite))
struct FailpointTests {
    static let buyers = 3

    @Test("wherever the program ends, what it left is whole, and the next one finishes it")
    func everyStep() async throws {
        let dealership = try Dealership(bank: .beside)
        try await dealership.open()
        try await dealership.receive("floor-mats", 100_000)
        try await dealership.sellLate()
        _ = try await dealership.stopShop()

        let (notebook, begin) = (Notebook(), ContinuousClock.now)
        var told = [0]
        try await withThrowingTaskGroup(of: Void.self) { people in
            people.addTask { try await dealership.serve(notebook) }
            for number in 1...Self.buyers {
                people.addTask { try await dealership.buyer("buyer-\(number)", noting: notebook).buy() }
            }
            defer { notebook.close() }
            for point in Failpoint.allCases {
                try await dealership.openShop(endingAt: point)
                let end = try await #require(dealership.shop).ended()
                #expect(end.reason == .uncaughtSignal && end.code == 9, "it ended at \(point.rawValue): \(end)")
                try notebook.write(to: dealership.buyersLog)
                let verdict = try await dealership.check()
                #expect(verdict.code == 0, "after \(point.rawValue):\n\(verdict.output)")
                told.append(notebook.orders)
            }
            try await dealership.openShop()
            notebook.close()
            try await people.waitForAll()
        }
        let settling = try await dealership.settle()
        try notebook.write(to: dealership.buyersLog)
        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        // Most steps end the program before it can tell a buyer anything; how many orders get through is the machine's.
        #expect(notebook.orders >= 5, "orders were placed all the while")
        #expect(try await dealership.stopShop() == 0)
        try await dealership.stopBank()
        print("""
            ended at \(Failpoint.allCases.count) steps, \(notebook.orders) orders acknowledged, in \
            \(ContinuousClock.now - begin), settled in \(settling)
            """)
    }

    @Test("a program that isn't told to end anywhere names no step")
    func offUnlessAsked() async throws {
        let shown = try await BuiltProgram.run(["check-settings"]).output
        #expect(shown.contains("end-at"))
        let wrong = try await BuiltProgram.run(["check-settings", "--end-at", "somewhere"])
        #expect(wrong.code == 2, "\(wrong.output)")
    }
}

extension Dealership {
    /// A product whose money is only taken when it is sent, so that a cancelled order leaves something to void.
    func sellLate() async throws {
        try await must(.post, "/v1/items", ["id": "late-mats", "name": ["en": "Late mats"]])
        try await receive("late-mats", 100_000)
        try await must(.post, "/v1/products", [
            "id": "late-mats", "kind": "fixed", "taxClass": "standard", "name": ["en": "Late mats"],
            "description": ["en": "Paid when they are sent."], "weightGrams": 3_000, "capture": "at_shipment",
            "parts": [["item": "late-mats", "count": 1]],
        ])
        let price: JSON = ["prices": [["price": ["amount": 4_900, "currency": "EUR"], "validFrom": "2024-01-01"]]]
        let answer = try await ask(
            .put, "/v1/products/late-mats/prices", price, headers: ["If-Match": "\"0\""], asStaff: true)
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        try await must(.post, "/v1/products/late-mats/publish", [:])
    }

    /// Staff at work: cancels what would be paid late, gives part of what is paid back, until the shop closes.
    nonisolated func serve(_ notebook: Notebook) async throws {
        var number = 0
        while !notebook.isClosed {
            number += 1
            let guest = buyer("guest-\(number)", noting: notebook)
            if let cart = try await guest.fill(["product": "late-mats", "quantity": 1]) {
                try await guest.order(cart, key: "guest-\(number)", twice: false)
            }
            guard let last = notebook.last else { continue }
            _ = try? await ask(.post, "/v1/orders/\(last)/cancellation", ["reason": "Not wanted."], asStaff: true)
            guard let paid = notebook.any(number) else { continue }
            _ = try? await ask(
                .post, "/v1/orders/\(paid)/refunds",
                ["amount": ["amount": 100, "currency": "EUR"], "reason": "It came late."],
                headers: ["Idempotency-Key": "refund-\(number)"], asStaff: true)
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
