import Connectors
import Foundation
import Testbed
import Testing
import Trade
import Values
import Web

/// PCI DSS, requirement 3: what isn't kept can't be stolen. Here on everything a shop with its sandbox bank writes.
@Suite("Card data", .enabled(if: TestDatabase.isSQLite), .timeLimit(.minutes(3)))
struct CardScanTests {
    /// Test cards of every kind of answer, and what ordering with them is answered.
    static let cards = [
        (number: "4242424242424242", cvc: "737", status: 201), (number: "5555555555554444", cvc: "738", status: 201),
        (number: "4000000000000002", cvc: "739", status: 402), (number: "4000002760003184", cvc: "7391", status: 202),
    ]

    /// No test card; whoever has it typed it in by mistake.
    static let realCard = "4111111111111111"

    /// Chosen at the shop, and nowhere else.
    static let password = "canaries sing under water"

    @Test("no card number, security code or password is on the disk, in the bank's store or in what the program says")
    func nothingKept() async throws {
        let dealership = try Dealership(bank: .inside, logLevel: "trace")
        try await dealership.open()
        let buyer = dealership.buyer("ada", noting: Notebook())
        var canaries = [await dealership.staffKey]
        for card in Self.cards {
            let token = try await token(card.number, card.cvc, dealership)
            let cart = try #require(try await buyer.fill())
            let answer = try await dealership.ask(
                .post, "/v1/carts/\(cart)/order", ["payment": ["token": .string(try #require(token))]],
                headers: ["Idempotency-Key": "scan"])
            #expect(answer.status == card.status, "\(card.number): \(String(decoding: answer.body, as: UTF8.self))")
        }
        canaries.append(Self.password)
        for path in ["/v1/accounts", "/v1/sessions", "/v1/staff/sessions"] {
            var shown: JSON.Object = ["email": "ada@example.org", "password": .string(Self.password)]
            if path == "/v1/accounts" { shown["name"] = "Ada" }
            let answer = try await dealership.ask(.post, path, .object(shown))
            #expect(answer.status == (path == "/v1/accounts" ? 202 : path == "/v1/sessions" ? 403 : 401))
        }
        try await misplace(try #require(try await buyer.fill()), dealership)
        // A file that the shop writes itself.
        try await dealership.must(.post, "/v1/exports", [:])
        let files = try FileManager.default.subpathsOfDirectory(atPath: dealership.data + "/files/kept")
        #expect(files.contains { $0.contains("/") })

        // Once while the write-ahead log is there, and once more when all is in the database file.
        #expect(FileManager.default.fileExists(atPath: dealership.database + "-wal"))
        let whileOpen = try found(in: dealership)
        #expect(whileOpen == [])
        #expect(canaries.count == 2, "the staff's key and a password; the mailbox holds what mails say, links among it")
        #expect(try places(of: canaries, in: dealership) == [])
        let code = try await dealership.stopShop()
        #expect(code == 0)
        let afterwards = try found(in: dealership)
        #expect(afterwards == [])
        #expect(try places(of: canaries, in: dealership) == [])
        let said = try #require(await dealership.shop).said
        #expect(said.contains(" trace "), "the log has its every word")
        let key = try String(contentsOfFile: dealership.data + "/secret.key", encoding: .utf8)
        let secrets = [key.trimmingCharacters(in: .newlines), "sk_test_", "whsec_"]
        #expect(secrets.filter { said.contains($0) } == [], "secrets aren't logged either")
    }

    @Test("the scan would find one, in a file of its own or in a row of the database")
    func finding() async throws {
        let dealership = try Dealership(bank: .inside, logLevel: "trace")
        try await dealership.open()
        let cart = try #require(try await dealership.buyer("ada", noting: Notebook()).fill())
        try await dealership.must(.put, "/v1/carts/\(cart)/addresses", [
            "email": "ada@example.org",
            "invoiceAddress": [
                "name": "4242 4242 4242 4242", "street": "Kartenweg 1 cvc: 123", "postalCode": "10115",
                "city": "Berlin", "country": "DE",
            ],
        ])
        #expect(try found(in: dealership).contains { $0.contains("orderworks.sqlite") })
        _ = try await dealership.stopShop()
        #expect(try found(in: dealership).contains { $0.contains("orderworks.sqlite") })
        try Data("card 4000002760003184\n".utf8).write(to: URL(fileURLWithPath: dealership.data + "/notes"))
        #expect(try found(in: dealership).contains { $0.contains("/notes at ") })
    }

    private func token(_ number: String, _ cvc: String, _ dealership: Dealership) async throws -> String? {
        let answer = try await dealership.ask(.post, "/v1/payment-tokens", [
            "number": .string(number), "expiryMonth": 12, "expiryYear": 2034, "cvc": .string(cvc),
        ])
        guard answer.status == 201 else { return nil }
        return try JSON.parse(answer.body)["token"]?.string
    }

    /// Card numbers where none belong: refused, and not written down in passing.
    private func misplace(_ cart: ID<Cart>, _ dealership: Dealership) async throws {
        let refused = try await token(Self.realCard, "740", dealership)
        #expect(refused == nil)
        let asToken = try await dealership.ask(
            .post, "/v1/carts/\(cart)/order", ["payment": ["token": .string(Self.realCard)]],
            headers: ["Idempotency-Key": "misplaced"])
        #expect(asToken.status == 422)
        let unknown = try await dealership.ask(
            .post, "/v1/carts/\(cart)/order", ["payment": ["token": "pm_card_visa", "cvc": "741"]],
            headers: ["Idempotency-Key": "misplaced"])
        #expect(unknown.status == 422)
        let asQuery = try await dealership.ask(.get, "/v1/payment-tokens?number=\(Self.realCard)&cvc=742")
        #expect((400..<500).contains(asQuery.status))
    }

    /// Files of the data folder that hold what is kept as a hash, or not at all: database, log, files.
    private func places(of canaries: [String], in dealership: Dealership) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: dealership.data).filter { name in
            guard let bytes = FileManager.default.contents(atPath: dealership.data + "/" + name) else { return false }
            return canaries.contains { bytes.range(of: Data($0.utf8)) != nil }
        }.sorted()
    }

    /// Where card data stands in what the dealership left on the disk: by the checker's eye, and every number by
    /// itself, since a database writes columns without anything between them.
    private func found(in dealership: Dealership) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: dealership.data)
            .map { dealership.data + "/" + $0 }
        return (names + [dealership.words]).sorted().flatMap { name -> [String] in
            // A folder has no bytes.
            guard let bytes = FileManager.default.contents(atPath: name) else { return [] }
            let numbers = (Self.cards.map(\.number) + [Self.realCard]).filter { bytes.range(of: Data($0.utf8)) != nil }
            return CardData.offsets(in: Array(bytes)).map { place in
                let before = String(decoding: bytes[max(0, place - 60)..<place], as: UTF8.self)
                return "\(name) at \(place), behind '\(before)'"
            } + numbers.map { "\(name) has \($0)" }
        }
    }
}
