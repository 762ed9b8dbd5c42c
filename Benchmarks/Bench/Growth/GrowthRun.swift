import Foundation
import Values
import Web

/// What a shop costs that has had many orders, beside one that has had few.
///
/// Orders are placed in this process, and their rows multiplied (`StoredOrders`).
struct GrowthRun {
    let folder: String
    /// Stored orders of the shop that is served, and of the larger one of the two that are compared.
    var served = 100_000
    var many = 1_000_000

    /// Orders that are really placed; the rest are copies of them.
    private static let originals = 500
    /// Copies are made of as many alike, whatever their number: a few tell whether they hold the invariants.
    private static let checked = 2000
    private static let few = 1000
    /// Of a million pieces each: an order takes some pieces of an item.
    private static let receipts = 5

    /// Times that the two shops take turns, and orders of a turn. The first turns warm both up and don't count.
    private static let turns = 9
    private static let warmUpTurns = 1
    private static let ordersATurn = 100

    private static let loadSeconds = 30.0
    private static let buyers = 64
    private static let readLimit = 2000
    /// The exit code of `orderworks check` when nothing is broken.
    private static let isNotAllChecked: Int32 = 3

    func measure(_ report: inout Report) async throws {
        let first = folder + "/first"
        let shop = try await InnerShop.open(first, receipts: Self.receipts)
        let database = first + "/orderworks.sqlite"
        let before = try await StoredOrders.rows(at: database)
        for _ in 0..<Self.originals { try await shop.order(.inSteps) }
        try StoredOrders.checkComplete(before: before, after: try await StoredOrders.rows(at: database))
        await shop.close()
        let copied = try await stored(Self.checked, from: first, &report)
        try check(copied, &report)
        try FileManager.default.removeItem(atPath: copied)
        let path = try await stored(served, from: first, &report)
        try await serve(path, &report)
        try FileManager.default.removeItem(atPath: path)
        try await compare(
            small: try await stored(Self.few, from: first, &report),
            large: try await stored(many, from: first, &report), &report)
    }

    /// A folder with as many stored orders; says how large it is and how long it took.
    private func stored(_ count: Int, from first: String, _ report: inout Report) async throws -> String {
        let begin = Loop.now
        let path = "\(folder)/\(count)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: first, toPath: path + "/data")
        try await StoredOrders.multiply(at: path + "/data/orderworks.sqlite", to: count)
        let size = try FileManager.default.attributesOfItem(atPath: path + "/data/orderworks.sqlite")[.size] as? Int
        report.add("\(count) orders", [
            Figure("stored, \(count) orders", Double(size ?? 0) / 1e6, "MB"),
            Figure("made, \(count) orders", Double(Loop.now - begin) / 1e9, "s"),
        ])
        return path
    }

    /// What must hold of a shop's data must hold of copies too, but for what the bank knows, which this one doesn't.
    private func check(_ path: String, _ report: inout Report) throws {
        let begin = Loop.now
        let output = path + "/check.output"
        let checking = try Program(OrderRun.program, ["check", "--data", path + "/data"], saying: output)
        guard [0, Self.isNotAllChecked].contains(checking.finish()) else {
            throw Program.Failure(description: checking.said)
        }
        report.add("Invariants of \(Self.checked) orders", [
            Figure("asked, \(Self.checked) orders", Double(Loop.now - begin) / 1e9, "s"),
        ])
    }

    /// A server on the folder: how soon it answers, and how much memory it takes.
    private func serve(_ path: String, _ report: inout Report) async throws {
        try Self.forgetPages(of: path + "/data/orderworks.sqlite")
        let shop = try BenchShop(executable: OrderRun.program, folder: path)
        defer { shop.close() }
        let start = shop.startSeconds
        let atStart = shop.server.usage().residentBytes
        let loop = Loop(port: shop.port, kinds: OrderingBuyer.Request.allCases.count) { OrderingBuyer(.inSteps) }
        try loop.run(
            connections: Self.buyers, warmUp: 0, seconds: Self.loadSeconds)
        _ = try await shop.drain()
        let read = try await Self.read(shop)
        report.add("Serving \(served) orders", [
            Figure("from start to first answer, file not in memory", start, "s"),
            Figure("resident at start", Double(atStart) / 1e6, "MB"),
            Figure("orders placed then", Double(loop.times.journeys), ""),
            Figure("orders read then", Double(read), ""),
            Figure("resident after that", Double(shop.server.usage().residentBytes) / 1e6, "MB"),
        ])
    }

    /// Reads orders from the newest on, page by page and each by itself; answers how many.
    private static func read(_ shop: BenchShop) async throws -> Int {
        var count = 0
        var after = ""
        while count < readLimit {
            let page = try await shop.ask(.get, "/v1/orders?limit=100" + after)
            for order in page.json["items"]?.array ?? [] {
                let found = try await shop.ask(.get, "/v1/orders/\(order["id"]?.string ?? "")")
                guard found.status == 200 else { throw Program.Failure(description: "an order is \(found.status)") }
                count += 1
            }
            guard let next = page.json["next"]?.string else { break }
            after = "&after=\(next)"
        }
        return count
    }

    /// The two shops place orders by turns, so that whatever else the machine does meets both.
    private func compare(small: String, large: String, _ report: inout Report) async throws {
        let shops = [
            try await InnerShop.open(small + "/data", isFurnished: true),
            try await InnerShop.open(large + "/data", isFurnished: true),
        ]
        var micros: [[Double]] = [[], []]
        for turn in 0..<(Self.warmUpTurns + Self.turns) {
            for place in turn.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                let before = Program.ownCPUSeconds
                for _ in 0..<Self.ordersATurn { try await shops[place].order(.inSteps) }
                let spent = (Program.ownCPUSeconds - before) / Double(Self.ordersATurn) * 1e6
                if turn >= Self.warmUpTurns { micros[place].append(spent) }
            }
        }
        for shop in shops { await shop.close() }
        let medians = micros.map { $0.sorted()[$0.count / 2] }
        let base = Figure("CPU of an order, \(Self.few) stored", medians[0], "µs")
        report.add("\(Self.turns) turns of \(Self.ordersATurn) orders each, medians", [
            base, .cost("CPU of an order, \(many) stored", medians[1], of: base),
        ])
    }

    /// Has the kernel read the file from the disk again, as after the machine's start. The whole of it is on the disk.
    private static func forgetPages(of path: String) throws {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw Program.Failure(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        guard fsync(file) == 0, posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0 else {
            throw Program.Failure(description: "\(path) stays in memory")
        }
    }
}
