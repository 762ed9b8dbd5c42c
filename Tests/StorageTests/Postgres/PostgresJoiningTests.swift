import Storage
import Testbed
import Testing

@testable import StoragePostgres

/// What is sent beside each other is one statement for the server, and comes to the same as one after the other.
extension PostgresTests {
    private static let put: Statement = .joining("""
        INSERT INTO purse (name, coins, picture, held_by) VALUES ($name, $coins, $picture, $holder)
        """)
    private static let putMore: Statement = .joining("""
        INSERT INTO purse (name, coins) VALUES ($name, $coins)
        ON CONFLICT (name) DO UPDATE SET coins = purse.coins + excluded.coins
        """)
    private static let pay: Statement = .joining("UPDATE purse SET coins = coins + $coins WHERE name = $name")
    private static let paint: Statement = .joining("UPDATE purse SET picture = $picture WHERE name = $name")
    private static let pictures: Statement = "SELECT picture, held_by FROM purse WHERE name = $name"
    private static let nothing: Statement = "SELECT 1"

    /// How many statements `work` had carried out.
    private func executed(_ db: any Transaction, _ work: () throws -> Void) throws -> Int {
        let transaction = try #require(db as? PostgresTransaction)
        let before = transaction.executedCount
        try work()
        try db.run(Self.nothing)
        return transaction.executedCount - before - 1
    }

    @Test(
        "rows of several statements become one, whatever is in them",
        arguments: [Isolation.serializable, .readCommitted])
    func joined(isolation: Isolation) async throws {
        let database = try await server()
        let names = ["a", #"{"quoted", \back}"#, "Füße 漢字 🎁", "", "NULL"]
        let bytes: [UInt8] = [0, 1, 0, 255]
        try await database.write { try $0.run(Purse.insert, ["name": "till", "coins": 100]) }
        let count = try await database.write(isolation) { db in
            try executed(db) {
                for (number, name) in names.enumerated() {
                    try db.send(Self.put, [
                        "name": name, "coins": number, "picture": number == 1 ? nil : bytes,
                        "holder": number == 2 ? "till" : nil,
                    ])
                }
                try db.send(Self.putMore, ["name": "till", "coins": 10])
                try db.send(Self.putMore, ["name": "new", "coins": Int64.max])
            }
        }
        #expect(count == 1)
        let found = try await database.read { db in
            try db.all(Purse.all) { (try $0.get("name", as: String.self), try $0.get("coins", as: Int.self)) }
        }
        let wanted = names.enumerated().map { ($1, $0) } + [("till", 110), ("new", Int.max)]
        #expect(Dictionary(uniqueKeysWithValues: found) == Dictionary(uniqueKeysWithValues: wanted))
        let kept = try await database.read { db in
            try names.map { name in
                try db.first(Self.pictures, ["name": name]) { row in
                    (try row.get("picture", as: [UInt8]?.self), try row.get("held_by", as: String?.self))
                }
            }
        }
        #expect(kept.map { $0?.0 } == [bytes, nil, bytes, bytes, bytes])
        #expect(kept.map { $0?.1 } == [nil, nil, "till", nil, nil])
        await database.close()
    }

    @Test("what doesn't join keeps its place among those that do")
    func order() async throws {
        let database = try await server()
        let count = try await database.write { db in
            try executed(db) {
                try db.send(Self.put, ["name": "a", "coins": 1, "picture": [UInt8]?.none, "holder": String?.none])
                try db.send(Self.put, ["name": "b", "coins": 1, "picture": [UInt8]?.none, "holder": String?.none])
                // Doubles what was put in before, and nothing that comes after.
                try db.send("UPDATE purse SET coins = 2 * coins", [:])
                try db.send(Self.put, ["name": "c", "coins": 1, "picture": [UInt8]?.none, "holder": "a"])
                try db.send(Self.pay, ["coins": 10, "name": "a"])
            }
        }
        #expect(count == 3)
        let found = try await database.read { try $0.all(Purse.all) { try $0.get("coins", as: Int.self) } }
        #expect(found == [12, 2, 1])
        await database.close()
    }

    @Test("a statement that a connection first meets alone and then among others is prepared once")
    func preparedOnce() async throws {
        // One connection: were it lost, it would be replaced and asked once more.
        let database = try await server(limits: PostgresLimits(connections: 1, readers: 1))
        let count = try await database.write { db in
            try executed(db) {
                try db.send(Self.pay, ["coins": 1, "name": "nobody"])
                try db.send("UPDATE purse SET coins = 2 * coins", [:])
                try db.send(Self.pay, ["coins": 1, "name": "nobody"])
                try db.send(Self.pay, ["coins": 2, "name": "no other"])
            }
        }
        #expect(count == 3)
        await database.close()
    }

    @Test("of joined updates each tells how many rows it changed")
    func counts() async throws {
        let database = try await server()
        try await database.write { db in
            for name in ["a", "b", "c"] { try db.run(Purse.insert, ["name": name, "coins": 1]) }
        }
        let counts = try await database.write(.readCommitted) { db in
            try db.send(Self.put, ["name": "d", "coins": 1, "picture": [UInt8]?.none, "holder": String?.none])
            let changes: [(Statement, Parameters)] = [
                (Self.pay, ["coins": 1, "name": "a"]), (Self.pay, ["coins": 1, "name": "nobody"]),
                (Self.paint, ["picture": [UInt8](), "name": "b"]), (Self.pay, ["coins": 1, "name": "c"]),
            ]
            return try db.batch(changes)
        }
        #expect(counts == [1, 0, 1, 1])
        let found = try await database.read { try $0.all(Purse.all) { try $0.get("coins", as: Int.self) } }
        #expect(found == [2, 1, 2, 1])
        await database.close()
    }

    @Test("an update that finds no row is refused as it said, alone or among others, and nothing is kept", arguments: [
        ["nobody"], ["a", "nobody"], ["a", "b", "nobody"],
    ])
    func refused(names: [String]) async throws {
        let database = try await server()
        try await database.write { db in
            for name in ["a", "b"] { try db.run(Purse.insert, ["name": name, "coins": 1]) }
        }
        await #expect(throws: No("nobody is there")) {
            try await database.write(.readCommitted) { db in
                try db.send(Self.put, ["name": "d", "coins": 1, "picture": [UInt8]?.none, "holder": String?.none])
                for name in names { try db.send(Self.pay, ["coins": 1, "name": name], orThrow: No("\(name) is there")) }
            }
        }
        // It is thrown also by what is asked next.
        await #expect(throws: No("nobody is there")) {
            try await database.write(.readCommitted) { db in
                for name in names { try db.send(Self.pay, ["coins": 1, "name": name], orThrow: No("\(name) is there")) }
                try db.run(Self.nothing)
                Issue.record("it was refused")
            }
        }
        let found = try await database.read { try $0.all(Purse.all) { try $0.get("coins", as: Int.self) } }
        #expect(found == [1, 1])
        await database.close()
    }

    @Test("a constraint that says no to one of them is told by its name, and nothing of them is kept")
    func constraint() async throws {
        let database = try await server()
        await #expect(throws: StorageFailure.constraint(.check, name: "purse_not_in_debt")) {
            try await database.write { db in
                try db.send(Self.put, ["name": "a", "coins": 1, "picture": [UInt8]?.none, "holder": String?.none])
                try db.send(Self.put, ["name": "b", "coins": -1, "picture": [UInt8]?.none, "holder": String?.none])
            }
        }
        await #expect(throws: StorageFailure.constraint(.foreignKey, name: "purse_held_by_fkey")) {
            try await database.write { db in
                try db.send(Self.put, ["name": "a", "coins": 1, "picture": [UInt8]?.none, "holder": "nobody"])
                try db.send(Self.putMore, ["name": "b", "coins": 1])
            }
        }
        #expect(try await database.read { try $0.value(Purse.count) } == 0)
        await database.close()
    }

    @Test("a change that can't be sent is thrown again by COMMIT, whatever the closure made of it")
    func swallowed() async throws {
        let database = try await server()
        await #expect(throws: StorageFailure.self) {
            try await database.write { db in
                try db.send(Purse.insert, ["name": "a\u{0}", "coins": 1])
                // Throws what was sent before it, and nobody listens.
                _ = try? db.run(Self.nothing)
            }
        }
        #expect(try await database.read { try $0.value(Purse.count) } == 0)
        await database.close()
    }

    @Test("what can't be joined is refused in words")
    func mistaken() async throws {
        let database = try await server()
        let strange: Statement = .joining("INSERT INTO purse (name, coins) SELECT $name, $coins")
        let failure = await #expect(throws: StorageFailure.self) {
            try await database.write { db in
                for name in ["a", "b"] { try db.send(strange, ["name": name, "coins": 1]) }
            }
        }
        #expect("\(failure as Any)".contains("be joined"))
        await database.close()
    }
}
