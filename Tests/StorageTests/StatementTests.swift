import Storage
@testable import StorageSQLite
import Testbed
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("every kind of constraint is told apart, with its name")
    func constraints() async throws {
        let opened = try await Opened()
        try await opened.insert("till", 1)
        let expected: [(Statement, StorageFailure)] = [
            ("INSERT INTO purse (name, coins) VALUES ('till', 1)", .constraint(
                .unique, name: TestDatabase.isSQLite ? "purse.name" : "purse_pkey")),
            ("UPDATE purse SET coins = -1", .constraint(.check, name: "purse_not_in_debt")),
            ("UPDATE purse SET held_by = 'nobody'", Opened.nobodyHolds),
            ("UPDATE purse SET coins = NULL", .constraint(.notNull, name: "purse.coins")),
        ]
        for (statement, failure) in expected {
            await #expect(throws: failure) { try await opened.database.write { try $0.run(statement) } }
        }
        #expect(try await opened.coins(of: "till") == 1)
    }

    @Test("a column takes no value of another type", .enabled(if: TestDatabase.isSQLite))
    func strictTypes() async throws {
        let opened = try await Opened()
        let failure = await #expect(throws: StorageFailure.self) {
            try await opened.database.write { try $0.run(Purse.insert, ["name": "till", "coins": "many"]) }
        }
        guard case .constraint(.other, _) = failure else { throw No("\(failure as Any)") }
    }

    @Test("what is bound comes back the same")
    func values() async throws {
        let opened = try await Opened()
        // PostgreSQL keeps no text with U+0000; nor does any text of ours have it.
        let name = TestDatabase.isSQLite ? "Zoë's \u{0} näme" : "Zoë's näme"
        let texts = ["", "a", name, "🚗", String(repeating: "ü", count: 100_000)]
        let bytes: [[UInt8]] = [[], [0], Array(0...255), Array(repeating: 7, count: 100_000)]
        let numbers: [Int64] = [0, -1, .max, .min]
        try await opened.database.read { db throws in
            for text in texts { #expect(try db.value("SELECT CAST($it AS TEXT)", ["it": text]) == text) }
            for some in bytes { #expect(try db.value("SELECT CAST($it AS {bytes})", ["it": some]) == some) }
            for number in numbers { #expect(try db.value("SELECT CAST($it AS BIGINT)", ["it": number]) == number) }
            let none = try db.value("SELECT CAST($it AS TEXT)", ["it": String?.none], as: String?.self)
            #expect(none == .some(nil))
            #expect(throws: Unreadable.self) { try db.value("SELECT 1.5", as: Int.self) }
        }
    }

    @Test("parameters are found by name when they come in another order; a wrong one is refused")
    func parameters() async throws {
        let opened = try await Opened()
        try await opened.database.write { try $0.run(Purse.insert, ["coins": 5, "name": "till"]) }
        #expect(try await opened.coins(of: "till") == 5)
        let wrong: [Parameters] = [
            [:], ["name": "a"], ["name": "a", "coin": 1], ["name": "a", "coins": 1, "more": 1],
            ["name": "a", "name": "b"],
        ]
        for parameters in wrong {
            let given = parameters.map { ($0.key, $0.value) }
            await #expect(throws: StorageFailure.self, "\(given)") {
                try await opened.database.write { try $0.run(Purse.insert, parameters) }
            }
        }
        #expect(try await opened.database.read { try $0.value(Purse.count) } == 1)
    }

    @Test("columns are read by name in any order, and a wrong name throws")
    func columns() async throws {
        let opened = try await Opened()
        for (name, coins) in [("a", 1), ("b", 2)] { try await opened.insert(name, coins) }
        let read = try await opened.database.read { db in
            try db.all(Purse.all) { row in
                let (coins, name): (Int, String) = (try row["coins"], try row["name"])
                return "\(coins) \(name)"
            }
        }
        #expect(read == ["1 a", "2 b"])
        await #expect(throws: StorageFailure.self) {
            try await opened.database.read { db in try db.all(Purse.all) { try $0.get("colour", as: String.self) } }
        }
    }

    @Test("a statement is prepared once, however often it runs", .enabled(if: TestDatabase.isSQLite))
    func cache() async throws {
        let opened = try await Opened()
        try await opened.insert("first", 1)
        let before = try #require(opened.sqlite.writer).preparedCount
        for number in 0..<50 { try await opened.insert("\(number)", number) }
        #expect(opened.sqlite.writer?.preparedCount == before)
    }

    @Test("statements made on the way don't pile up", .enabled(if: TestDatabase.isSQLite))
    func boundedCache() async throws {
        let opened = try await Opened()
        try await opened.database.write { db throws in
            for number in 0..<(3 * Connection.preparedLimit) {
                #expect(try db.value(Statement("SELECT \(number)"), as: Int.self) == number)
            }
        }
        #expect(try #require(opened.sqlite.writer).preparedCount <= Connection.preparedLimit)
        try await opened.insert("still", 1)
    }

    @Test("a statement may run inside its own rows")
    func nested() async throws {
        let opened = try await Opened()
        for name in ["a", "b", "c"] { try await opened.insert(name, 1) }
        let pairs = try await opened.database.read { db in
            try db.all(Purse.all) { outer in
                let name: String = try outer["name"]
                return try db.all(Purse.all) { inner in name + (try inner.get("name", as: String.self)) }
            }
        }
        #expect(pairs.flatMap(\.self) == ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"])
    }

    @Test("each statement keeps its own texts while others run inside its rows, whatever room they take",
          .enabled(if: TestDatabase.isSQLite))
    func nestedTexts() async throws {
        let opened = try await Opened()
        let names = (0..<6).map { "\($0)" + String(repeating: "x", count: 9_000) }
        for name in names { try await opened.insert(name, 1) }
        let longest = String(repeating: "y", count: 32 * 1024)
        let found = try await opened.database.read { db in
            // Neither found by an index nor sorted, so that row by row is held against both texts.
            try db.all("SELECT name FROM purse WHERE name || '' >= $from AND name || '' <> $not", [
                "from": names[2], "not": longest,
            ]) { outer in
                let name: String = try outer["name"]
                for other in names + [longest + "z", "", longest] {
                    let same = try db.first("SELECT $text AS text, $more AS more", ["text": other, "more": name]) {
                        let (text, more): (String, String) = (try $0["text"], try $0["more"])
                        return text == other && more == name
                    }
                    #expect(same == true)
                }
                return name
            }
        }
        #expect(found.sorted() == Array(names[2...]))
    }

    @Test("a change whose rows are not all read is still whole, its foreign keys checked")
    func halfReadChange() async throws {
        let opened = try await Opened()
        for name in ["a", "b", "c"] { try await opened.insert(name, 1) }
        let first = try await opened.database.write { db in
            try db.first("UPDATE purse SET coins = coins + 1 RETURNING coins") { try $0.get("coins", as: Int.self) }
        }
        #expect(first == 2)
        #expect(try await opened.database.read { try $0.value(Purse.sum) } == 6)
        await #expect(throws: Opened.nobodyHolds) {
            try await opened.database.write { db in
                _ = try db.first("UPDATE purse SET held_by = 'nobody' RETURNING name") { _ in true }
            }
        }
    }

    @Test("a transaction kept beyond its closure is refused")
    func keptTransaction() async throws {
        let opened = try await Opened()
        let kept = Kept()
        try await opened.database.write { kept.transaction = $0 }
        #expect(throws: StorageFailure.self) { try kept.transaction?.run("DELETE FROM purse") }
    }

    /// Breaks the rule that a transaction stays in its closure.
    private final class Kept: @unchecked Sendable {
        var transaction: (any Transaction)?
    }
}
