import Foundation
import Testbed
import Testing
import Values
import Web

/// The strangers of `StrangerJourney` once more, in the name of everybody who may ask: whatever the document promises
/// holds for each of them, and what the matrix of access shuts is shut.
@Suite struct RolesJourney {
    private static let roles = [
        ("dealer", "dealer"), ("works", "works"), ("warehouse", "warehouse"), ("sales", "sales"),
        ("editor", "catalogue-editor"), ("accountant", "accountant"), ("auditor", "auditor"),
        ("admin", "administrator"), ("owner", "owner"),
    ]

    /// On one engine: what a role may do is the same on both, and `StrangerJourney` looks for what a database refuses.
    @Test("strangers of every role find no fault, and no door open that the matrix shuts",
          .enabled(if: hasStrangers && TestDatabase.isSQLite))
    func roles() async throws {
        let shop = try await RunningShop()
        let tokens = try await Self.tokens(at: shop)
        let matrix = try String(contentsOfFile: Self.matrix, encoding: .utf8)
        // Somebody who shuts a door that stands open is told of it.
        let doctored = shop.folder.path + "/matrix.txt"
        let open = try #require(matrix.split(separator: "\n").first { $0.hasPrefix("GET /v1/caller ") })
        try matrix.replacing(open, with: open.replacing(" a", with: " -"))
            .write(toFile: doctored, atomically: true, encoding: .utf8)
        let caught = try await Self.ask(shop, doctored, tokens, only: ["/v1/caller"])
        #expect(Set((caught["faults"]?.array ?? []).compactMap(\.string)) == Set(tokens.members.map {
            "\($0.name) may not GET /v1/caller: 200"
        }))

        let found = try await Self.ask(shop, Self.matrix, tokens)
        #expect(found["faults"]?.array ?? ["silent"] == [])
        for (name, _) in tokens.members.map({ ($0.name, $0.value) }) {
            #expect(found["answers"]?[name]?.integer ?? 0 > 200, "\(name) asked too little")
        }
    }

    private static func ask(
        _ shop: RunningShop, _ matrix: String, _ tokens: JSON.Object, only: [String] = []
    ) async throws -> JSON {
        try await PythonScript("strangers_by_role.py", [shop.address, matrix] + only)
            .answer(to: JSON.object(tokens).bytes)
    }

    /// By column of the matrix: what each shows.
    private static func tokens(at shop: RunningShop) async throws -> JSON.Object {
        var tokens: JSON.Object = ["guest": .null]
        tokens["customer"] = .string(try await customer(at: shop))
        for (column, role) in roles {
            var wanted: JSON.Object = ["name": .string(column), "role": .string(role)]
            if role == "dealer" { wanted["place"] = "dealer-berlin" }
            let made = try await shop.staff.post("/v1/keys", .object(wanted))
            tokens[column] = .string(try #require(made.json["text"]?.string, "\(made.text)"))
        }
        return tokens
    }

    /// The session of somebody who registered and followed the link in the mailbox.
    private static func customer(at shop: RunningShop) async throws -> String {
        let password: JSON = "four sheep on a roof"
        let registered = try await shop.guest.post("/v1/accounts", [
            "email": "carl@example.org", "name": "Carl", "password": password,
        ])
        try #require(registered.status == 202, "\(registered.text)")
        var link: Substring?
        for _ in 0..<600 where link == nil {
            link = try await shop.guest.get("/mailbox").text.firstMatch(of: /href="(\/mailbox\/[0-9a-z]+)"/)?.1
            if link == nil { try await Task.sleep(for: .milliseconds(50)) }
        }
        let mail = try await shop.guest.get(String(try #require(link, "no mail came"))).text
        let token = try #require(mail.firstMatch(of: /token=([0-9a-z.]+)/)?.1)
        let confirmed = try await shop.guest.post("/v1/accounts/confirmation", [
            "token": .string(String(token)), "password": password,
        ])
        return try #require(confirmed.json["token"]?.string, "\(confirmed.text)")
    }

    private static let matrix = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "OrderworksTests/AccessMatrix.txt").path

    /// The Python that has schemathesis; `bin/test` names it.
    private static let hasStrangers = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"] != nil
}
