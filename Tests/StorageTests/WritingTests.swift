import Storage
import Testbed
import Testing

@Suite("Writing")
struct WritingTests {
    @Test("sixty-four writers at once lose nothing of each other")
    func concurrentWriters() async throws {
        let sample = try await Shop.sample(migrations: [Purse.migration])
        try await sample.shop.write { try $0.run(Purse.insert, ["name": "till", "coins": 0]) }
        await withThrowingTaskGroup(of: Void.self) { group in
            for coins in 1...64 {
                group.addTask {
                    try await sample.shop.write { db in
                        let before = try Purse.coins(of: "till", in: db)
                        try db.run(Purse.add, ["coins": coins, "name": "till"])
                        #expect(try Purse.coins(of: "till", in: db) == before.map { $0 + coins })
                    }
                }
            }
        }
        #expect(try await sample.shop.read { try Purse.coins(of: "till", in: $0) } == 64 * 65 / 2)
        await sample.close()
    }
}
