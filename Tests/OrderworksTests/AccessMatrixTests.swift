import Connectors
import Foundation
import People
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Orderworks

/// Asks every route as every kind of caller, and holds the answers against a file that people read.
@Suite("The access matrix")
struct AccessMatrixTests {
    /// A line of the file: what each kind of caller may do at a route.
    struct Line {
        let route: String
        let reach: [String: Character]
    }

    private static let kinds = [
        "guest", "customer", "half", "dealer", "works", "warehouse", "sales", "editor", "accountant", "auditor",
        "admin", "owner",
    ]

    private static func lines() throws -> [Line] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "AccessMatrix.txt")
        let text = try String(contentsOf: path, encoding: .utf8)
        let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
        try #require(rows.first?.map(String.init) == kinds, "the file's first line names the kinds of callers")
        return try rows.dropFirst().map { words in
            try #require(words.count == kinds.count + 2, "\(words) has another number of columns")
            let marks = try words.dropFirst(2).map { word in
                try #require(word.count == 1 && "aospm-".contains(word), "\(word) is no mark")
                return Character(String(word))
            }
            return Line(
                route: "\(words[0]) \(words[1])", reach: Dictionary(uniqueKeysWithValues: zip(kinds, marks)))
        }
    }

    @Test("every route has a line, and every line a route")
    func complete() async throws {
        let shop = try await StaffedShop(isOnFile: true)
        // What is for everybody and no business of the shop's.
        func isCommon(_ route: String) -> Bool {
            ["/openapi.json", "/health", "/metrics", "/.well-known/"].contains { route.contains($0) }
        }
        let served = Set(shop.wiring.api.routes.map { "\($0.method.rawValue) \($0.path)" }).filter { !isCommon($0) }
        let written = Set(try Self.lines().map(\.route)).filter { !isCommon($0) }
        #expect(served.subtracting(written).sorted() == [], "routes without a line in AccessMatrix.txt")
        #expect(written.subtracting(served).sorted() == [], "lines without a route")
        await shop.close()
    }

    @Test("nobody does what the matrix doesn't say, and everybody what it does")
    func walked() async throws {
        let crowd = try await Crowd()
        for line in try Self.lines() {
            for kind in Self.kinds {
                let mark = try #require(line.reach[kind])
                let answer = try await crowd.ask(line.route, as: kind, of: .own)
                if mark == "-" {
                    #expect(answer.isDenied, "\(kind) may not \(line.route), and got \(answer.status) \(answer.text)")
                } else {
                    #expect(!answer.isDenied, "\(kind) may \(line.route), and got \(answer.status) \(answer.text)")
                }
            }
        }
        await crowd.close()
    }

    /// Routes about one order, with those who may see there what is theirs alone.
    static func ownershipCells() throws -> [(route: String, kind: String)] {
        try lines().filter { $0.route.contains("{order}") }.flatMap { line in
            kinds.filter { kind in line.reach[kind].map { "osp".contains($0) } ?? false }.map { (line.route, $0) }
        }
    }

    /// Catches the owner check dropped from any query, as `OwnerMutantTests` shows: the same request about somebody
    /// else's order is answered as if that order didn't exist.
    @Test("what is another's doesn't exist for those who may see their own alone")
    func ownership() async throws {
        let crowd = try await Crowd()
        let cells = try Self.ownershipCells()
        for (route, kind) in cells {
            let own = try await crowd.ask(route, as: kind, of: .own)
            #expect(own.problem != "unknown-order", "\(kind) \(route) of their own: \(own.text)")
            let foreign = try await crowd.ask(route, as: kind, of: .foreign)
            #expect(foreign.problem == "unknown-order", "\(kind) \(route) of another: \(foreign.text)")
            let none = try await crowd.ask(route, as: kind, of: .none)
            #expect(foreign.status == none.status && foreign.problem == none.problem)
        }
        #expect(cells.count >= 12)
        await crowd.close()
    }

    @Test("lists show a dealer's staff their place's orders, and customers their own")
    func lists() async throws {
        let crowd = try await Crowd()
        func orders(_ address: String, as kind: String) async throws -> Set<String> {
            let answer = try await crowd.client(kind).get(address)
            #expect(answer.status == 200, "\(answer.text)")
            return Set(answer.json["items"]?.array?.compactMap { $0["id"]?.string } ?? [])
        }
        let all = try await orders("/v1/orders", as: "owner")
        #expect(all.isSuperset(of: [crowd.north, crowd.south, crowd.guests, crowd.customers, crowd.others]))
        #expect(try await orders("/v1/orders", as: "dealer") == [crowd.north])
        #expect(try await crowd.leaks() == [])
        #expect(try await orders("/v1/account/orders", as: "customer") == [crowd.customers])
        await crowd.close()
    }

    @Test("nobody reads, changes or ends what another account keeps")
    func trespassing() async throws {
        let crowd = try await Crowd()
        #expect(try await crowd.trespasses() == [])
        await crowd.close()
    }

    @Test("a guest's order is claimed by its secret, once, and then is its customer's")
    func claimed() async throws {
        let crowd = try await Crowd()
        let customer = crowd.client("customer")
        func claim(_ secret: String) async throws -> TestAnswer {
            try await customer.post("/v1/account/orders", [
                "order": .string(crowd.guests), "secret": .string(secret),
            ])
        }
        #expect(try await claim(crowd.secret(of: crowd.north)).problem == "unknown-order")
        #expect(try await customer.get("/v1/orders/\(crowd.guests)").problem == "unknown-order")
        #expect(try await claim(crowd.secret(of: crowd.guests)).status == 200)
        #expect(try await claim(crowd.secret(of: crowd.guests)).status == 200)
        #expect(try await customer.get("/v1/orders/\(crowd.guests)").status == 200)
        let others = try await crowd.otherCustomer.post("/v1/account/orders", [
            "order": .string(crowd.guests), "secret": .string(crowd.secret(of: crowd.guests)),
        ])
        #expect(others.problem == "unknown-order")
        await crowd.close()
    }

    @Test("staff who read personal data are in the audit book; the same read is there once")
    func readsAreLogged() async throws {
        let crowd = try await Crowd()
        for _ in 0..<3 { _ = try await crowd.client("sales").get("/v1/orders/\(crowd.north)") }
        _ = try await crowd.client("sales").get("/v1/orders?search=Ada")
        _ = try await crowd.client("customer").get("/v1/orders/\(crowd.customers)")
        let answer = try await crowd.client("owner").get("/v1/audit?what=personal.read&limit=100")
        let reads = (answer.json["items"]?.array ?? []).map {
            "\($0["who"]?.string ?? "") \($0["subject"]?.string ?? "")"
        }.filter { !$0.hasPrefix("staff:staff ") }
        #expect(reads.sorted() == [
            "staff:sales@example.org order:\(crowd.north)", "staff:sales@example.org orders",
        ].sorted())
        await crowd.close()
    }
}

extension TestAnswer {
    /// Refused for who asks, not for what was asked.
    fileprivate var isDenied: Bool { problem == "unauthenticated" || problem == "not-permitted" }
}
