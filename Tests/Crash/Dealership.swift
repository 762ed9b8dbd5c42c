import Connectors
import Foundation
import Storage
import StorageSQLite
import Testbed
import Testing
import Trade
import Values
import Web

/// A shop and its bank as processes of their own, on ports and in a folder of their own. What is stopped or killed
/// can be opened again.
actor Dealership {
    /// Where the bank is.
    enum BankPlace { case beside, inside }

    private let folder: TemporaryFolder
    private let bankPlace: BankPlace
    private let port: Int
    private let bankPort: Int
    private let logLevel: String
    private let bankClockMinutes: Int
    private nonisolated let givenData: String?
    nonisolated let transport = CurlTransport()
    private(set) var shop: BuiltProgram?
    private var bank: BuiltProgram?
    /// Known from the first opening on.
    private(set) var staffKey = ""

    private static let secretKey = "sk_test_crash"
    private static let eventSecret = "whsec_crash"

    /// How long the shop may take to settle what a crash left open.
    static let settlingLimit = Duration.seconds(75)

    /// - Parameter bankClockMinutes: by how much the bank's clock is fast.
    init(bank place: BankPlace, logLevel: String = "warning", bankClockMinutes: Int = 0, data: String? = nil) throws {
        givenData = data
        self.bankClockMinutes = bankClockMinutes
        folder = try TemporaryFolder()
        bankPlace = place
        self.logLevel = logLevel
        port = try freePort()
        var other = try freePort()
        while other == port { other = try freePort() }
        bankPort = other
    }

    nonisolated var data: String { givenData ?? folder.path + "/data" }
    nonisolated var database: String { data + "/orderworks.sqlite" }
    nonisolated var words: String { folder.path + "/shop.output" }
    nonisolated var buyersLog: String { folder.path + "/buyers.jsonl" }
    nonisolated var address: String { "http://127.0.0.1:\(port)" }
    nonisolated var bankStore: String { bankPlace == .inside ? data + "/bank.journal" : folder.path + "/bank.journal" }
    private nonisolated var bankAddress: String { "http://127.0.0.1:\(bankPort)" }

    func open() async throws {
        if bankPlace == .beside { try await openBank() }
        try await openShop()
    }

    func openBank() async throws {
        let bank = try BuiltProgram([
            "sandbox-bank", "--store", bankStore, "--port", "\(bankPort)", "--secret-key", Self.secretKey,
            "--webhook-url", address + "/v1/bank-events", "--webhook-secret", Self.eventSecret,
            "--clock-offset-minutes", "\(bankClockMinutes)",
        ], saying: folder.path + "/bank.output")
        self.bank = bank
        _ = try await bank.line(with: "answers on")
    }

    /// - Parameter end: the step at which it is going to end.
    func openShop(endingAt end: Failpoint? = nil) async throws {
        var arguments = ["serve", "--data", data, "--port", "\(port)", "--log-level", logLevel]
        switch bankPlace {
        case .inside: arguments += ["--bank-port", "\(bankPort)"]
        case .beside:
            arguments += [
                "--bank-url", bankAddress, "--bank-secret-key", Self.secretKey, "--bank-webhook-secret",
                Self.eventSecret,
            ]
        }
        if let end { arguments += ["--end-at", end.rawValue] }
        let shop = try BuiltProgram(arguments, saying: words)
        self.shop = shop
        // It may end before it serves anybody: what the last one left is enough to get there.
        guard end == nil else { return }
        _ = try await shop.line(with: "serves on")
        if staffKey.isEmpty {
            staffKey = try await shop.line(with: "  ow_").trimmingCharacters(in: .whitespaces)
        }
    }

    func killShop() async throws { try await #require(shop).kill() }
    func killBank() async throws { try await #require(bank).kill() }

    /// The shop's exit code after SIGTERM.
    func stopShop() async throws -> Int32 { try await #require(shop).stop() }

    func stopBank() async throws { if let bank { _ = try await bank.stop() } }

    /// Asks the shop; `as staff` with its key.
    func ask(
        _ method: Web.Method, _ path: String, _ body: JSON? = nil, headers: Headers = Headers(), asStaff: Bool = false
    ) async throws -> IncomingResponse {
        var headers = headers
        if body != nil { headers["Content-Type"] = "application/json" }
        if asStaff { headers["Authorization"] = "Bearer \(staffKey)" }
        return try await transport.send(
            OutgoingRequest(method, address + path, headers: headers, body: body?.bytes ?? [], timeout: .seconds(30)))
    }

    /// Asks as staff for what must work.
    @discardableResult
    func must(_ method: Web.Method, _ path: String, _ body: JSON, key: String? = nil) async throws -> JSON {
        var headers = Headers()
        headers["Idempotency-Key"] = key
        let answer = try await ask(method, path, body, headers: headers, asStaff: true)
        try #require((200..<300).contains(answer.status), "\(path): \(String(decoding: answer.body, as: UTF8.self))")
        return try JSON.parse(answer.body)
    }

    /// Puts a small PDF to an order.
    func addDocument(to order: String) async throws {
        let sent = try await transport.send(OutgoingRequest(
            .post, "\(address)/v1/orders/\(order)/documents?name=invoice.pdf",
            headers: ["Authorization": "Bearer \(staffKey)", "Content-Type": "application/pdf"], body: SampleFiles.pdf,
            timeout: .seconds(30)))
        try #require(sent.status == 201, "\(String(decoding: sent.body, as: UTF8.self))")
    }

    func receive(_ item: String, _ count: Int64) async throws {
        try await must(.post, "/v1/stock/receipts", [
            "item": .string(item), "place": "warehouse", "count": .integer(count),
        ])
    }

    /// Has the bank misbehave as the form says: `kind=replyLost&probability=0.2`.
    func trouble(_ form: String) async throws { try await faults(.post, form) }

    func behave() async throws { try await faults(.delete, "") }

    private func faults(_ method: Web.Method, _ form: String) async throws {
        let answer = try await transport.send(
            OutgoingRequest(
                method, bankAddress + "/sandbox/faults",
                headers: [
                    "Authorization": "Bearer \(Self.secretKey)", "Content-Type": "application/x-www-form-urlencoded",
                ],
                body: Array(form.utf8), timeout: .seconds(10)))
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    }

    /// What is still under way: pending orders, jobs, payments to be looked at.
    nonisolated func unsettled() async throws -> Int {
        let database = try DatabaseLook.open(data)
        let count: Int? = try await database.read { db in try db.value(Self.selectUnsettled) }
        await database.close()
        return try #require(count)
    }

    private static let selectUnsettled: Statement = """
        SELECT (SELECT COUNT(*) FROM sales_order WHERE state = 'pending') + (SELECT COUNT(*) FROM job)
            + (SELECT COUNT(*) FROM payment_attempt WHERE look_at IS NOT NULL OR state = 'capturing')
        """

    /// Waits until nothing is under way; answers how long that took.
    nonisolated func settle() async throws -> Duration {
        let begin = ContinuousClock.now
        while try await unsettled() > 0 {
            guard ContinuousClock.now - begin < Self.settlingLimit else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await unsettled() == 0, "everything settles")
        return ContinuousClock.now - begin
    }

    /// What the checker says of it all.
    nonisolated func check() async throws -> (code: Int32, output: String) {
        try await BuiltProgram.run([
            "check", "--data", data, "--bank", bankStore, "--buyers", buyersLog,
        ], within: .seconds(240))
    }
}
