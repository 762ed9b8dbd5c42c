import Connectors
import Foundation
import Synchronization
import Testing
import Trade
import Values
import Web

/// Somebody who orders floor mats again and again, and asks with the same key until there is an answer.
struct Buyer: Sendable {
    let name: String
    let address: String
    let transport: CurlTransport
    let notebook: Notebook

    /// Attempts to get one thing done, with `pause` between them: as long as a restart or a bank's silence may take.
    private static let attempts = 2400
    private static let pause = Duration.milliseconds(100)
    private static let timeout = Instant.Span.seconds(30)

    /// Orders until the shop closes; what was begun is brought to its end first.
    func buy() async throws {
        var number = 0
        while !notebook.isClosed {
            number += 1
            guard let cart = try await fill() else { continue }
            try await order(cart, key: "\(name)-\(number)", twice: number.isMultiple(of: 4))
        }
    }

    /// A cart with a set of floor mats, or another line, ready to be ordered; nil when the shop went away meanwhile.
    func fill(_ line: JSON = ["product": "floor-mats", "quantity": 1]) async throws -> ID<Cart>? {
        let opened = try await ask(.post, "/v1/carts", ["currency": "EUR"])
        guard let opened, let id = try JSON.parse(opened.body)["id"]?.string, let cart = ID<Cart>(id)
        else { return nil }
        let steps: [(Web.Method, String, JSON)] = [
            (.post, "lines", line),
            (.put, "addresses", ["email": .string("\(name)@example.org"), "invoiceAddress": Self.home]),
            (.put, "delivery", ["method": "ship"]),
        ]
        for (method, step, body) in steps {
            guard try await ask(method, "/v1/carts/\(cart)/\(step)", body) != nil else { return nil }
        }
        return cart
    }

    private static let home: JSON = [
        "name": "Ada Lovelace", "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
    ]

    /// Asks until the order is placed; `twice`: and once more, as a client whose answer was lost.
    func order(_ cart: ID<Cart>, key: String, twice: Bool) async throws {
        var left = twice ? 2 : 1
        var first: [UInt8]?
        for _ in 0..<Self.attempts {
            let answer = try await ask(
                .post, "/v1/carts/\(cart)/order", ["payment": ["token": "pm_card_visa"]], key: key)
            if let answer, answer.status == 201 {
                if let first {
                    #expect(first == answer.body, "\(key) has one answer")
                }
                first = answer.body
                try notebook.note(answer.body, cart: cart, key: key)
                left -= 1
                if left == 0 { return }
            } else {
                try await Task.sleep(for: Self.pause)
            }
        }
        Issue.record("no answer to \(key) of cart \(cart)")
    }

    /// The answer; nil when the shop wasn't there, went away, or asked to come back later.
    private func ask(
        _ method: Web.Method, _ path: String, _ body: JSON, key: String? = nil
    ) async throws -> IncomingResponse? {
        var headers: Headers = ["Content-Type": "application/json"]
        headers["Idempotency-Key"] = key
        do {
            let answer = try await transport.send(
                OutgoingRequest(method, address + path, headers: headers, body: body.bytes, timeout: Self.timeout))
            notebook.count(\.answered)
            switch answer.status {
            case 200...202: return answer
            // The first request with this key is under way; too much to do; a proxy whose server went away.
            case 409, 429, 502, 503, 504: return nil
            default:
                Issue.record("\(path) answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
                return nil
            }
        } catch TransportFailure.neverSent {
            notebook.count(\.refused)
            try await Task.sleep(for: Self.pause)
            return nil
        } catch TransportFailure.unknown(let reason) {
            notebook.count(\.unanswered)
            notebook.remember("\(method.rawValue) \(path): \(reason)")
            return nil
        }
    }
}

/// What the buyers were told, and whether the shop is still open to them.
final class Notebook: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isClosed = false
        var told: [Acknowledged] = []
        /// Counted as they come: whoever waits for the next one asks fifty times a second.
        var orders: Set<ID<Order>> = []
        var tally = Tally()
        var unanswered: [String] = []
    }

    /// How requests ended.
    struct Tally {
        var answered = 0
        /// No connection came about.
        var refused = 0
        /// Sent, and nothing came back.
        var unanswered = 0
    }

    private struct Placed: Decodable {
        let order: Told

        struct Told: Decodable {
            let id: ID<Order>
            let totals: Sum
        }

        struct Sum: Decodable { let total: Money }
    }

    var isClosed: Bool { state.withLock(\.isClosed) }
    var tally: Tally { state.withLock(\.tally) }

    /// Orders told of, each once.
    var orders: Int { state.withLock(\.orders.count) }

    /// The order that was told of last, and any one of them.
    var last: ID<Order>? { state.withLock { $0.told.last?.order } }

    func any(_ number: Int) -> ID<Order>? {
        state.withLock { $0.told.isEmpty ? nil : $0.told[number * 7919 % $0.told.count].order }
    }

    /// What was asked without an answer, and how that ended.
    var unanswered: [String] { state.withLock(\.unanswered) }

    func remember(_ unanswered: String) { state.withLock { $0.unanswered.append(unanswered) } }

    func close() { state.withLock { $0.isClosed = true } }

    func count(_ end: any WritableKeyPath<Tally, Int> & Sendable) { state.withLock { $0.tally[keyPath: end] += 1 } }

    func note(_ body: [UInt8], cart: ID<Cart>, key: String) throws {
        let order = try JSONCoding.value(Placed.self, from: body).order
        let told = Acknowledged(order: order.id, total: order.totals.total, cart: cart, key: key)
        state.withLock {
            $0.told.append(told)
            $0.orders.insert(told.order)
        }
    }

    /// Writes the buyers' log.
    func write(to path: String) throws {
        let lines = try state.withLock(\.told).flatMap { try JSONCoding.bytes($0) + [UInt8(ascii: "\n")] }
        try Data(lines).write(to: URL(fileURLWithPath: path))
    }
}

extension Dealership {
    nonisolated func buyer(_ name: String, noting notebook: Notebook) -> Buyer {
        Buyer(name: name, address: address, transport: transport, notebook: notebook)
    }

    /// Lets `count` buyers buy while `work` is done; whatever work does goes before what they do.
    nonisolated func buying(_ count: Int, _ notebook: Notebook, while work: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { buyers in
            for number in 1...count {
                buyers.addTask(priority: .low) { try await self.buyer("buyer-\(number)", noting: notebook).buy() }
            }
            defer { notebook.close() }
            try await work()
            notebook.close()
            try await buyers.waitForAll()
        }
    }
}
