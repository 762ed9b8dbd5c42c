import Foundation
import Logging
import Orderworks
import Storage
import Testbed
import Trade
import Values
import Web

/// The shop inside this process, without a port: what it does is counted instead of timed. Its bank says yes at once.
struct InnerShop {
    let wiring: Wiring
    let recorder: Recorder

    /// - Parameter isFurnished: whether the folder holds a shop that was opened so before.
    static func open(_ folder: String, isFurnished: Bool = false, receipts: Int = 1) async throws -> InnerShop {
        let recorder = Recorder()
        let outside = Wiring.Outside(
            bank: YesBank(), cards: nil, mailServer: nil, mailFrom: EmailAddress("shop@example.org")!,
            shopName: "Bench", buyersURL: "http://127.0.0.1", threeDSecureDeadline: .minutes(30))
        let log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let wiring = try await Wiring.open(DataFolder(path: folder), outside, log: log) { database in
            RecordingDatabase(database, recorder)
        }
        let shop = InnerShop(wiring: wiring, recorder: recorder)
        if !isFurnished { try await shop.furnish(receipts: receipts) }
        return shop
    }

    private func furnish(receipts: Int) async throws {
        let inside = try wiring.inside(as: "bench")
        try await DemoShop(api: inside) { _, _ in }.load()
        try await Furnishing { method, path, body, headers in
            var fields = Headers([("Content-Type", "application/json")])
            for (name, value) in headers { fields.add(name, value) }
            let head = Request.Head(
                method, String(path.prefix { $0 != "?" }), query: String(path.drop { $0 != "?" }.dropFirst()),
                headers: fields)
            let response = await inside.respond(to: Request(head, body: body?.bytes ?? []))
            return Furnishing.Reply(status: response.status, headers: response.headers, body: response.body)
        }.furnish(receipts: receipts)
    }

    /// One buyer's journey, and all the work that comes of it.
    func order() async throws {
        let visitor = OrderingBuyer()
        var out = Outgoing(host: "bench")
        var kind: Kind? = visitor.begin(&out)
        while kind != nil {
            let request = try Self.request(out.bytes)
            let response = await wiring.api.respond(to: request)
            guard (200..<300).contains(response.status) else {
                throw Program.Failure(description: String(decoding: response.body, as: UTF8.self))
            }
            out.clear()
            kind = response.body.withUnsafeBytes { body in
                visitor.next(after: Answer(status: response.status, body: body), &out)
            }
        }
        try await wiring.worker.drain()
    }

    func close() async { await wiring.close() }

    /// The request that stands in a buyer's bytes.
    private static func request(_ bytes: [UInt8]) throws -> Request {
        let text = String(decoding: bytes, as: UTF8.self)
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = halves[0].split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        var headers = Headers()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            headers.add(String(parts[0]), String(parts[1]))
        }
        guard let method = Web.Method(rawValue: String(words[0])) else { throw Program.Failure(description: text) }
        return Request(
            Request.Head(method, String(words[1]), headers: headers), body: Array(halves[1].utf8))
    }
}

/// A bank that is never the bottleneck.
private struct YesBank: CardBank {
    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent {
        BankIntent(id: .init("pi_\(request.attempt)"), outcome: .authorised, captured: 0)
    }

    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent {
        BankIntent(id: intent, outcome: .authorised, captured: 0)
    }

    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? { nil }

    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        BankIntent(id: intent, outcome: .captured, captured: amount.amount)
    }

    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent {
        BankIntent(id: intent, outcome: .voided, captured: 0)
    }

    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String { "re_1" }

    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        throw .refused(code: "signature", message: "no events come here")
    }
}
