import Foundation
import Logging
import Synchronization
import Testing
import Values
import Web

@testable import SandboxBank

/// A bank on a file of its own, with a clock that stands still until it is turned.
struct TestBank {
    let bank: SandboxBank
    let path: String
    let clock: TestClock
    let shop: ListeningShop

    static let secretKey = "sk_test_sandbox"
    static let webhookSecret = "whsec_sandbox"

    init(
        at path: String = temporaryFile(), clock: TestClock = TestClock(), hooks: [String] = ["http://shop/bank-events"]
    ) throws {
        self.path = path
        self.clock = clock
        shop = ListeningShop()
        let settings = SandboxBank.Settings(
            secretKey: Self.secretKey, webhookSecret: Self.webhookSecret, webhookURLs: hooks, publicURL: "http://bank")
        bank = try SandboxBank(store: path, settings: settings, sender: shop, clock: clock, chance: SystemChance(),
                               log: Logger(label: "test"))
    }

    /// What is written down by now.
    var journal: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    /// What is on disk at this moment, in a bank of its own: the first one has been killed.
    func afterKill() throws -> TestBank {
        let copy = temporaryFile()
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        return try TestBank(at: copy, clock: clock)
    }

    @discardableResult
    func post(_ path: String, _ parameters: [String: String] = [:], key: String? = nil) async -> Reply {
        var headers: Headers = [
            "Authorization": "Bearer \(Self.secretKey)", "Content-Type": "application/x-www-form-urlencoded",
        ]
        headers["Idempotency-Key"] = key
        let pairs: [String] = parameters.map { encoded($0.key) + "=" + encoded($0.value) }
        let body = Array(pairs.joined(separator: "&").utf8)
        return Reply(await bank.respond(to: Request(.init(.post, path, headers: headers), body: body)))
    }

    func get(_ path: String, query: String = "") async -> Reply {
        let head = Request.Head(.get, path, query: query, headers: ["Authorization": "Bearer \(Self.secretKey)"])
        return Reply(await bank.respond(to: Request(head)))
    }

    /// A payment of 12.50 EUR, made and confirmed in one go unless said otherwise.
    @discardableResult
    func pay(
        _ card: String = "pm_card_visa", amount: Int = 1250, _ more: [String: String] = [:], key: String? = nil
    ) async -> Reply {
        let parameters = ["amount": "\(amount)", "currency": "eur", "payment_method": card, "confirm": "true"]
        return await post("/v1/payment_intents", parameters.merging(more) { $1 }, key: key)
    }

    func pay(_ more: [String: String], key: String? = nil) async -> Reply { await pay("pm_card_visa", more, key: key) }

    /// The id of a payment whose money is held for the shop.
    func authorised(amount: Int = 1250) async throws -> String {
        try #require(await pay(amount: amount, ["capture_method": "manual"]).json["id"]?.string)
    }

    var storedText: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }

    struct Reply {
        let response: Response
        let json: JSON

        init(_ response: Response) {
            self.response = response
            json = (try? JSON.parse(response.body)) ?? nil
        }

        var status: Int { response.status }
        var state: String? { json["status"]?.string }
        var id: String { json["id"]?.string ?? "" }
        var code: String? { json["error"]?["code"]?.string }
        var kind: String? { json["error"]?["type"]?.string }
        func amount(_ name: String) -> Int64? { json[name]?.integer }
    }
}

func temporaryFile() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("bank-\(UUID().uuidString).log").path
}

private func encoded(_ text: String) -> String {
    let pieces: [String] = text.utf8.map { byte in
        let character = Character(UnicodeScalar(byte))
        return byte < 128 && (character.isLetter || character.isNumber) ? String(character) : "%" + Digest.hex([byte])
    }
    return pieces.joined()
}

/// Time that passes when it is told to.
final class TestClock: BankClock {
    private let state = Mutex(State())

    private struct State {
        var now = Instant("2026-11-23T12:00:00Z")!
        var sleepers: [Int: (due: Instant, wake: CheckedContinuation<Void, any Error>)] = [:]
        var count = 0
    }

    var now: Instant { state.withLock { $0.now } }
    var sleeping: Int { state.withLock { $0.sleepers.count } }

    func sleep(_ span: Instant.Span) async throws {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || span.milliseconds <= 0 { return true }
                    state.sleepers[number] = (state.now + span, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.wake.resume(throwing: CancellationError())
        }
    }

    func advance(_ span: Instant.Span) {
        let woken = state.withLock { state in
            state.now = state.now + span
            let due = state.sleepers.filter { $0.value.due <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.wake)
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Waits until so many sleep, for at most a few seconds of real time.
    func waitForSleepers(_ count: Int) async {
        await until { self.sleeping >= count }
    }
}

/// Waits for what another task brings about, for at most ten seconds.
@discardableResult
func until(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<5000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(2))
    }
    return condition()
}

/// The shop's end of the webhooks: keeps what it gets, answers what it is told to.
final class ListeningShop: WebhookSender {
    private let state = Mutex<(heard: [Heard], answers: [Int])>(([], []))

    struct Heard: Sendable {
        let url: String
        let signature: String
        let body: [UInt8]

        var json: JSON { (try? JSON.parse(body)) ?? nil }
        var kind: String? { json["type"]?.string }
        var id: String? { json["id"]?.string }
    }

    var heard: [Heard] { state.withLock { $0.heard } }

    /// The next answers; 200 after them. 0 is none at all.
    func answer(_ statuses: [Int]) { state.withLock { $0.answers = statuses } }

    func post(url: String, headers: Headers, body: [UInt8]) async throws -> Int {
        let heard = Heard(url: url, signature: headers[WebhookSignature.header] ?? "", body: body)
        let status = state.withLock { state in
            state.heard.append(heard)
            return state.answers.isEmpty ? 200 : state.answers.removeFirst()
        }
        guard status > 0 else { throw NoAnswer() }
        return status
    }

    struct NoAnswer: Error {}
}
