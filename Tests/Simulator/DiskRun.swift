import Foundation
import Logging
import Notices
import Orderworks
import Storage
import StorageSQLite
import Synchronization
import Testbed
import Trade
import Values
import Web

/// A shop on a real disk with real threads, that a few buyers order from, in a process of its own: what is recorded of
/// it, or made to fail, is what the operating system is asked.
package struct DiskRun: Sendable {
    /// Holds `shop.sqlite`, and `acks`: a line for each order a buyer was told of, written when they were told.
    package let folder: String

    private static let buyers = 3

    package init(folder: String) { self.folder = folder }

    package var database: String { folder + "/shop.sqlite" }
    package var acks: String { folder + "/acks" }

    /// Furnishes the shop, with enough of everything.
    package func prepare() async throws {
        let template = try await ShopTemplate.make()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: template.path, toPath: database)
        let (shop, wiring) = try open()
        let answer = try await TestClient(try wiring.inside(as: "disk")).post("/v1/stock/receipts", [
            "item": "mats", "place": "workshop", "count": 1_000_000,
        ])
        guard (200..<300).contains(answer.status) else { throw StorageFailure.other(answer.text) }
        await shop.database.close()
    }

    /// Has buyers order so many times in all; answers how many orders they were told of.
    package func order(_ count: Int) async throws -> Int {
        let (shop, wiring) = try open()
        let file = Foundation.open(acks, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StorageFailure.medium("\(acks) can't be written") }
        let client = TestClient(wiring.api)
        let tally = DiskTally(left: count)
        let worker = Task { try await wiring.worker.run() }
        await withTaskGroup(of: Void.self) { group in
            for buyer in 1...min(Self.buyers, count) {
                group.addTask {
                    while tally.begin() {
                        guard let line = await Self.orderOnce("buyer-\(buyer)", client) else { continue }
                        // Told: from here on nothing may take it back.
                        let isWritten = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) == $0.count }
                        if isWritten { tally.told.withLock { $0 += 1 } }
                    }
                }
            }
        }
        worker.cancel()
        _ = await worker.result
        await shop.database.close()
        Foundation.close(file)
        return tally.told.withLock(\.self)
    }

    private func open() throws -> (Shop, Wiring) {
        let shop = Shop(
            database: try SQLiteDatabase.open(path: database, log: .quiet), time: SystemTime(),
            chance: SystemChance(), log: .quiet, outbox: Outbox(subscriptions: Notices.subscriptions))
        let wiring = try Wiring(
            around: shop, Establishment.secrets, .sample, Establishment.outside(ObligingBank(), QuietMail()),
            DataFolder(path: folder), serving: {
                ["/v1/carts", "/v1/carts/{cart}/order", "/v1/stock/receipts"].contains(type(of: $0).route.path)
            })
        return (shop, wiring)
    }

    /// The line for `acks`; nil when the shop said anything but 201.
    private static func orderOnce(_ name: String, _ client: TestClient) async -> [UInt8]? {
        let cart = try? await client.post("/v1/carts", [
            "currency": "EUR", "lines": [["product": "mats", "quantity": 1]],
            "addresses": ["email": .string("\(name)@example.org"), "invoiceAddress": Buyer.home],
            "delivery": ["method": "ship"],
        ])
        guard let cart, cart.status == 201, let id = cart.json["id"]?.string else { return nil }
        let answer = try? await client.post(
            "/v1/carts/\(id)/order", ["payment": ["token": .string(SimulatedBank.good)]],
            headers: ["Idempotency-Key": "once"])
        guard let answer, answer.status == 201, let order = answer.json["order"],
              let name = order["id"]?.string.flatMap({ ID<Order>($0) }),
              let amount = order["totals"]?["total"]?["amount"]?.integer else { return nil }
        let told = Acknowledged(
            order: name, total: Money(amount, .EUR), cart: ID<Cart>(id), key: "once")
        return (try? JSONCoding.bytes(told)).map { $0 + [UInt8(ascii: "\n")] }
    }
}

/// How many orders are still wanted, and how many were told of.
private final class DiskTally: Sendable {
    private let left: Mutex<Int>
    let told = Mutex(0)

    init(left: Int) { self.left = Mutex(left) }

    /// Whether one more is wanted.
    func begin() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}

/// Says yes at once.
private final class ObligingBank: CardBank {
    private let bank = Mutex(SimulatedBank())

    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent {
        try bank.withLock { bank throws(BankFailure) in try bank.authorise(request) }
    }
    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent {
        try bank.withLock { bank throws(BankFailure) in try bank.retrieve(intent) }
    }
    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? { bank.withLock { $0.find(attempt) } }
    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        try bank.withLock { bank throws(BankFailure) in try bank.capture(intent, amount) }
    }
    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent {
        try bank.withLock { bank throws(BankFailure) in try bank.void(intent) }
    }
    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        try bank.withLock { bank throws(BankFailure) in try bank.refund(intent, amount, key: key) }
    }
    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        throw .refused(code: "signature", message: "not ours")
    }
}

private struct QuietMail: MailCarrier {
    func send(_ mail: Mail) -> Mail.Keep? { nil }
}
