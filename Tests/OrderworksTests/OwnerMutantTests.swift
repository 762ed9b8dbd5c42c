import People
import Storage
import Testbed
import Testing
import Values
import Web

@testable import Orderworks
@testable import People
@testable import Trade

/// Drops the owner check from each query in turn, and wants the tests of the access matrix to see it. Two kinds of
/// queries ask whose something is: those of one order (`Order.find(_:within:)`, in Swift) and those of lists and of
/// what accounts keep (in SQL).
@Suite("Owner checks left out on purpose")
struct OwnerMutantTests {
    /// As every endpoint would answer that has forgotten the scope: who may do something at all may do it everywhere.
    private struct Boundless: Authenticator {
        let inner: ShopAuthenticator

        func caller(of head: Request.Head) async throws -> Caller {
            let caller = try await inner.caller(of: head)
            let held = Permission.allCases.filter { caller.may($0) }
            return Caller(
                caller.identity, grants: Dictionary(uniqueKeysWithValues: held.map { ($0, Scope.all) }),
                address: caller.address)
        }
    }

    @Test("each route about an order shows somebody else's once it forgets to ask whose it is")
    func routes() async throws {
        let crowd = try await Crowd()
        let wiring = crowd.shop.wiring
        let boundless = try API(
            endpoints: wiring.endpoints, authenticator: Boundless(inner: ShopAuthenticator(wiring.shop)), log: .quiet,
            failure: Wiring.problem)
        var routes: Set<String> = []
        for cell in try AccessMatrixTests.ownershipCells() {
            routes.insert(cell.route)
            let seen = try await crowd.ask(cell.route, as: cell.kind, of: .foreign, at: boundless)
            #expect(seen.problem != "unknown-order", "\(cell.kind) \(cell.route): nobody would notice")
        }
        #expect(routes.count >= 12, "\(routes.count)")
        await crowd.close()
    }

    @Test("each list shows somebody else's orders once its statement forgets to ask whose they are")
    func lists() async throws {
        let widened = WideDatabase.Widened()
        let crowd = try await Crowd { WideDatabase($0, widened) }
        #expect(try await crowd.leaks() == [])
        let statements = [
            ("byNumber", OrderListTable.byNumber), ("byWords", OrderListTable.byWords),
            ("byEmail", OrderListTable.byEmail), ("byPayment", OrderListTable.byPayment),
            ("byDealer", OrderListTable.byDealer), ("byAccount", OrderListTable.byAccount),
        ]
        for (name, statement) in statements {
            widened.widen(statement)
            #expect(try await !crowd.leaks().isEmpty, "nobody would notice at \(name)")
        }
        // Whoever reaches these sees all orders.
        for (name, statement) in [
            ("all", OrderListTable.all), ("byState", OrderListTable.byState), ("byNextStep", OrderListTable.byNextStep),
        ] {
            widened.widen(statement)
            #expect(try await crowd.leaks().isEmpty, "\(name) is asked for somebody of one place")
        }
        await crowd.close()
    }

    @Test("each statement on what accounts keep touches a stranger's once it forgets to ask whose it is")
    func accounts() async throws {
        let widened = WideDatabase.Widened()
        let crowd = try await Crowd { WideDatabase($0, widened) }
        #expect(try await crowd.trespasses() == [])
        var unnoticed: [String] = []
        for (name, statement) in [
            ("addresses", AccountTable.addresses), ("removeAddress", AccountTable.removeAddress),
            ("putAddress", AccountTable.putAddress), ("ofAccount", SessionTable.ofAccount), ("end", SessionTable.end),
            ("endAll", SessionTable.endAll),
        ] {
            widened.widen(statement)
            if try await crowd.trespasses().isEmpty { unnoticed.append(name) }
        }
        // It stands behind `addresses`, which is asked first in the same transaction.
        #expect(unnoticed == ["putAddress"])
        await crowd.close()
    }
}

extension Crowd {
    /// Lists that show a dealer's staff or a customer what isn't theirs.
    func leaks() async throws -> [String] {
        var leaks: [String] = []
        func look(_ address: String, as kind: String, for own: String) async throws {
            let answer = try await client(kind).get(address)
            #expect(answer.status == 200, "\(answer.text)")
            let found = Set(answer.json["items"]?.array?.compactMap { $0["id"]?.string } ?? [])
            if !found.isSubset(of: [own]) { leaks.append("\(kind) \(address)") }
        }
        for filter in [
            "", "state=placed", "nextStep=make_ready", "search=Ada", "email=ada@example.org", "payment=waiting",
            "search=\(south)", "number=\(southNumber)", "search=\(guests)",
        ] { try await look("/v1/orders?\(filter)", as: "dealer", for: north) }
        try await look("/v1/account/orders", as: "customer", for: customers)
        return leaks
    }

    /// What a customer can do to another customer's addresses and sessions.
    func trespasses() async throws -> [String] {
        var trespasses: [String] = []
        let (mine, eve) = (client("customer"), otherCustomer)
        let home: JSON = [
            "name": "Eve", "street": "A 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
        ]
        let kept = try await eve.post("/v1/account/addresses", ["label": "Eve's", "address": home])
        let path = try #require(kept.headers["Location"], "\(kept.text)")
        let session = try await session(of: "eve@example.org")
        let theirs = TestClient(shop.wiring.api).with("Authorization", "Bearer \(session)")
        let listed = try await theirs.get("/v1/account/sessions").json["items"]?.array ?? []
        let id = try #require(listed.first { $0["isThis"] == true }?["id"]?.string)
        if try await mine.put(path, ["label": "Mine", "content": home]).status != 404 { trespasses.append("put") }
        if try await mine.get("/v1/account/addresses").text.contains("Eve's") { trespasses.append("list addresses") }
        if try await mine.delete(path).status != 404 { trespasses.append("delete") }
        if try await mine.get("/v1/account/sessions").text.contains(id) { trespasses.append("list sessions") }
        _ = try await mine.delete("/v1/account/sessions/\(id)")
        if try await theirs.get("/v1/account").status == 401 { trespasses.append("end session") }
        _ = try await mine.delete("/v1/account/sessions")
        if try await theirs.get("/v1/account").status == 401 { trespasses.append("end sessions") }
        _ = try await otherCustomer.delete(path)
        return trespasses
    }

    /// Another session of a customer.
    private func session(of email: String) async throws -> String {
        let answer = try await TestClient(shop.wiring.api).post("/v1/sessions", [
            "email": .string(email), "password": .string(Self.password),
        ])
        return try #require(answer.json["token"]?.string, "\(answer.text)")
    }
}
