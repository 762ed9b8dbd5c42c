import CBench
import Foundation
import Orderworks
import Storage
import StorageSQLite
import Synchronization

/// One of those who write the same orders.
protocol OrderWriting {
    func addCarts(from first: Int, count: Int) async throws

    /// Writes orders, `together` of them at a time.
    func write(from first: Int, count: Int, together: Int) async throws
}

/// Orders by the storage driver: as many callers as are together, of whom each waits for its commit.
struct DriverOrders: OrderWriting {
    let database: any Database
    let order: OrderTransaction
    /// Whether orders that come at the same time share a transaction, as the shop has them where commits are dear.
    var gathers = false

    func addCarts(from first: Int, count: Int) async throws {
        let statement = Statement(OrderStore.carts(from: first, count: count))
        try await database.write { db in try db.run(statement) }
    }

    func write(from first: Int, count: Int, together: Int) async throws {
        let next = Numbers(first..<(first + count))
        let shop = Shop(database: database, time: SystemTime(), chance: SystemChance(), log: OrderStore.silence)
        let gathering = Gathering<Int, Void>(lanes: 2, in: shop) { [database, order] numbers in
            do {
                try await database.write(.readCommitted) { db in try order.write(numbers, in: db) }
                return numbers.map { _ in .success(()) }
            } catch {
                return numbers.map { _ in .failure(error) }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { callers in
            for _ in 0..<together {
                callers.addTask {
                    while let number = next.take() {
                        if gathers {
                            try await gathering.answer(number)
                            continue
                        }
                        // The decisions are one conditional write and unique keys.
                        try await database.write(.readCommitted) { [order] db in try order.write(number, in: db) }
                    }
                }
            }
            try await callers.waitForAll()
        }
    }
}

/// Orders by plain C, in a loop on one thread: as many to a commit as are together.
final class PlainCOrders: OrderWriting {
    private let writer: OpaquePointer
    /// The writer keeps the addresses of its texts.
    private let texts: [UnsafeMutablePointer<CChar>]

    init(path: String, size: OrderTransaction.Size) throws {
        let texts = [
            OrderTexts.prefix, OrderTexts.address, OrderTexts.totals, OrderTexts.name, OrderTexts.options,
            OrderTexts.choices, OrderTexts.checked, OrderTexts.demand, OrderTexts.answer,
        ].map { (text: String) in strdup(text)! }
        let statements = OrderTransaction.statements.map { strdup($0.text)! as UnsafeMutablePointer<CChar> }
        defer { statements.forEach { free($0) } }
        let given = order_texts(
            prefix: texts[0], address: texts[1], totals: texts[2], name: texts[3], options: texts[4],
            choices: texts[5], checked: texts[6], demand: texts[7], answer: texts[8], now: OrderTexts.now)
        let amounts = order_size(
            items: Int32(size.items), lines: Int32(size.lines), jobs: Int32(size.jobs),
            stocked_items: Int32(OrderStore.stockedItems))
        let opened = statements.map { UnsafePointer($0) as UnsafePointer<CChar>? }.withUnsafeBufferPointer {
            order_writer_open(path, $0.baseAddress!, given, amounts)
        }
        guard let opened else { throw Program.Failure(description: "C can't open \(path)") }
        self.texts = texts
        writer = opened
    }

    deinit {
        order_writer_close(writer)
        texts.forEach { free($0) }
    }

    func addCarts(from first: Int, count: Int) throws {
        try check(order_writer_execute(writer, OrderStore.carts(from: first, count: count)))
    }

    func write(from first: Int, count: Int, together: Int) throws {
        try check(order_writer_write(writer, first, count, together))
    }

    private func check(_ code: Int32) throws {
        guard code == 0 else {
            throw Program.Failure(description: "C: \(String(cString: order_writer_message(writer))) (\(code))")
        }
    }
}

/// Numbers that many take from, each of them once.
private final class Numbers: Sendable {
    private let next: Atomic<Int>
    private let end: Int

    init(_ range: Range<Int>) {
        next = Atomic(range.lowerBound)
        end = range.upperBound
    }

    func take() -> Int? {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return number < end ? number : nil
    }
}
