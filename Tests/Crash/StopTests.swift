import Storage
import Testbed
import Testing

/// A planned stop is no crash.
@Suite("SIGTERM", .serialized, .timeLimit(.minutes(3)))
struct StopTests {
    static let buyers = 50
    /// Orders that wait for the bank when the shop is told to stop.
    static let underWay = 25

    @Test("told to stop under load, it answers every request it took, hands its jobs back, and ends well")
    func underLoad() async throws {
        let dealership = try Dealership(bank: .beside)
        try await dealership.open()
        // Slow enough that many buyers wait for their order at the same time, and captures are under way at the end.
        try await dealership.trouble("kind=delay&on=any&milliseconds=5000&probability=1")

        let notebook = Notebook()
        try await dealership.buying(Self.buyers, notebook) {
            for _ in 0..<1000 {
                if try await work(dealership).pending >= Self.underWay { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            let before = notebook.orders
            let pending = try await work(dealership).pending
            try #require(pending > 0, "orders are under way")
            let code = try await dealership.stopShop()
            #expect(code == 0)
            #expect(notebook.orders >= before + pending, "every order under way was answered")
            let left = try await work(dealership)
            #expect(left.waiting > 0, "there is work to hand back")
            #expect(left.leased == 0, "nobody holds a job")
            try await dealership.behave()
            try await dealership.openShop()
        }
        #expect(notebook.unanswered == [], "every request was answered, or never taken")
        #expect(notebook.tally.refused > 0, "while it was closed nobody got in")

        _ = try await dealership.settle()
        try notebook.write(to: dealership.buyersLog)
        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        let code = try await dealership.stopShop()
        #expect(code == 0)
        try await dealership.stopBank()
        print("stopped under load: \(notebook.orders) orders acknowledged, \(notebook.tally)")
    }

    private func work(_ dealership: Dealership) async throws -> (pending: Int, waiting: Int, leased: Int) {
        let database = try DatabaseLook.open(dealership.data)
        let work = try await database.read { db in
            (try db.value("SELECT COUNT(*) FROM sales_order WHERE state = 'pending'", as: Int.self) ?? 0,
             try db.value("SELECT COUNT(*) FROM job", as: Int.self) ?? 0,
             try db.value("SELECT COUNT(*) FROM job WHERE lease_until IS NOT NULL", as: Int.self) ?? 0)
        }
        await database.close()
        return work
    }
}
