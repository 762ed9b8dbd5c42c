import Connectors
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
            shopName: "Bench", buyersURL: "http://127.0.0.1", passwords: Argon2(.least),
            threeDSecureDeadline: .minutes(30))
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
    func order(_ way: OrderingBuyer.Way) async throws {
        let visitor = OrderingBuyer(way)
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

    /// The request that stands in a buyer's bytes: by bytes, so that reading it costs next to nothing.
    private static func request(_ bytes: [UInt8]) throws -> Request {
        func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
        var rest = bytes[...]
        var lines: [ArraySlice<UInt8>] = []
        while let end = rest.firstIndex(of: 13) {
            let line = rest[..<end]
            rest = rest[(end + 2)...]
            if line.isEmpty { break }
            lines.append(line)
        }
        let words = lines[0].split(separator: 32)
        guard let method = Web.Method(rawValue: text(words[0])) else {
            throw Program.Failure(description: text(bytes[...]))
        }
        var headers = Headers()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: 58) else { continue }
            headers.add(text(line[..<colon]), text(line[(colon + 2)...]))
        }
        return Request(Request.Head(method, text(words[1]), headers: headers), body: Array(rest))
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
