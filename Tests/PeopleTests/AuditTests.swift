import People
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("The audit book")
struct AuditTests {
    private func book(rows: Int) async throws -> TestShop {
        let sample = try await Shop.sample(migrations: People.migrations)
        for number in 0..<rows {
            sample.time.advance(by: .seconds(1))
            let now = sample.time.now
            try await sample.shop.write { db in
                try Audit.record(
                    who: "staff:ann", what: "price.edit", subject: "product:roof-box",
                    detail: ["amount": .integer(Int64(number))], at: now, in: db)
            }
        }
        return sample
    }

    private func verdict(_ shop: Shop) async throws -> Audit.Break? {
        try await shop.read { db in try Audit.verify(in: db) }
    }

    @Test("verifies as it was written, and when it is empty")
    func verifies() async throws {
        #expect(try await verdict(book(rows: 0).shop) == nil)
        #expect(try await verdict(book(rows: 5).shop) == nil)
    }

    @Test("shows what was altered, taken out or cut off", arguments: [
        ("UPDATE audit SET who = 'staff:bob' WHERE number = 2", 2, "was altered"),
        ("UPDATE audit SET detail = '{}' WHERE number = 5", 5, "was altered"),
        ("UPDATE audit SET at = at + 1 WHERE number = 1", 1, "was altered"),
        ("UPDATE audit SET what = 'price', subject = '.editproduct:roof-box' WHERE number = 3", 3, "was altered"),
        ("DELETE FROM audit WHERE number = 3", 3, "is missing"),
        ("DELETE FROM audit WHERE number = 5", 5, "is missing at the end"),
        ("DELETE FROM audit", 1, "is missing at the end"),
        ("UPDATE audit SET number = 6 WHERE number = 5", 5, "is missing"),
        ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 1) WHERE number = 2", 2, "was altered"),
        ("UPDATE audit SET previous = (SELECT hash FROM audit WHERE number = 1) WHERE number = 3", 3,
         "does not follow"),
    ])
    func spoiled(change: String, row: Int, reason: String) async throws {
        let sample = try await book(rows: 5)
        // Whoever wants to forge the book takes the guard away first.
        let table = TestDatabase.isPostgres ? " ON audit" : ""
        for guardName in ["audit_kept_from_update", "audit_kept_from_delete"] {
            let removal = Statement("DROP TRIGGER \(guardName)\(table)")
            try await sample.shop.write { db in _ = try db.run(removal) }
        }
        let statement = Statement(change)
        try await sample.shop.write { db in _ = try db.run(statement) }
        let broken = try await verdict(sample.shop)
        #expect(broken?.number == row)
        #expect(broken?.reason.hasPrefix(reason) == true)
        let invariant = try #require(People.invariants.first { $0.number == 10 })
        let verdict = try await sample.shop.read { db in try invariant.check(db) }
        #expect(verdict == .broken([broken?.description ?? ""]))
    }

    @Test("is only added to, whoever asks", arguments: ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
    func onlyAddedTo(change: String) async throws {
        let (sample, statement) = (try await book(rows: 2), Statement(change))
        await #expect(throws: (any Error).self) {
            try await sample.shop.write { db in _ = try db.run(statement) }
        }
        #expect(try await verdict(sample.shop) == nil)
    }

    @Test("is searched by who, what, to what and when")
    func searched() async throws {
        let sample = try await book(rows: 3)
        let client = try TestClient(People.endpoints(.sample(sample.shop)))
        let middle = sample.time.now - .seconds(1)
        try await sample.shop.write { db in
            try Audit.record(who: "staff:bob", what: "stock.receive", subject: "item:mat", at: middle, in: db)
        }
        func numbers(_ query: String) async throws -> [Int64] {
            let answer = try await client.get("/v1/audit?\(query)")
            #expect(answer.status == 200, "\(answer.text)")
            return answer.json["items"]?.array?.compactMap { $0["number"]?.integer } ?? []
        }
        #expect(try await numbers("who=staff:bob") == [4])
        #expect(try await numbers("subject=product:roof-box") == [3, 2, 1])
        #expect(try await numbers("what=stock") == [4])
        #expect(try await numbers("what=stock.receive") == [4])
        #expect(try await numbers("what=stoc") == [])
        #expect(try await numbers("since=\(middle)") == [4, 3, 2])
        #expect(try await numbers("until=\(middle)&subject=product:roof-box") == [1])
        #expect(try await numbers("who=staff:ann&limit=2") == [3, 2])
    }

    @Test("keeps no row of a change that was undone")
    func undone() async throws {
        let sample = try await book(rows: 1)
        struct Undo: Error {}
        await #expect(throws: Undo.self) {
            try await sample.shop.write { db in
                try Audit.record(who: "a", what: "b", subject: "c", at: .sample, in: db)
                throw Undo()
            }
        }
        #expect(try await verdict(sample.shop) == nil)
        #expect(try await sample.shop.read { db in try db.value("SELECT COUNT(*) FROM audit", as: Int.self) } == 1)
    }

    @Test("stays a chain when many write at once")
    func racing() async throws {
        let sample = try await Shop.sample(migrations: People.migrations)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await sample.shop.write { db in
                        try Audit.record(who: "staff:\(number)", what: "b", subject: "c", at: .sample, in: db)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await verdict(sample.shop) == nil)
        #expect(try await sample.shop.read { db in try db.value("SELECT COUNT(*) FROM audit", as: Int.self) } == 50)
    }

    @Test("is listed newest first, to staff alone")
    func listed() async throws {
        let sample = try await book(rows: 3)
        let client = try TestClient(People.endpoints(.sample(sample.shop)))
        let first = try await client.get("/v1/audit?limit=2")
        #expect(first.json["items"]?.array?.compactMap { $0["number"]?.integer } == [3, 2])
        #expect(first.json["items"]?[0]?["detail"] == ["amount": 2])
        let rest = try await client.get("/v1/audit?limit=2&after=\(first.json["next"]?.string ?? "")")
        #expect(rest.json["items"]?.array?.compactMap { $0["number"]?.integer } == [1])
        #expect(rest.json["next"] == nil)
        #expect(try await client.get("/v1/audit?after=zero").problem == "invalid-input")
        let guest = try TestClient(People.endpoints(.sample(sample.shop)), as: Anybody.guest())
        #expect(try await guest.get("/v1/audit").status == 401)
    }
}
