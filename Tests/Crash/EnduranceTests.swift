import Connectors
import Foundation
import Testbed
import Testing
import Trade
import Values
import Web

/// What others do to a shop, and what its disk does, that mustn't keep honest buyers from ordering for longer than it
/// lasts.
@Suite("Endures", .serialized, .timeLimit(.minutes(20)), .enabled(if: TestDatabase.isSQLite))
struct EnduranceTests {
    /// `bin/torture slow` sets another number; one descriptor each on either side.
    static let slow = ProcessInfo.processInfo.environment["ORDERWORKS_SLOW"].flatMap(Int.init) ?? 600

    /// Carts that the log's file may have room for.
    private static let cartLimit = 5000

    @Test("connections that send a byte a second end, and don't keep honest buyers from ordering")
    func slowConnections() async throws {
        let dealership = try Dealership(bank: .inside)
        try await dealership.open()
        try await dealership.receive("floor-mats", 10_000)
        let port = Int(dealership.address.split(separator: ":").last ?? "") ?? 0
        let crowd = try await blocking { try SlowCrowd(Self.slow, port: port) }
        let buyer = dealership.buyer("honest", noting: Notebook())
        let begin = ContinuousClock.now
        var ended = 0
        // As long as it takes until the shop has had enough of them: some ten seconds.
        for number in 1...40 {
            try await blocking { crowd.sendByte() }
            let cart = try #require(try await buyer.fill())
            try await buyer.order(cart, key: "honest-\(number)", twice: false)
            ended = try await blocking { crowd.ended() }
            if ended == Self.slow { break }
            try await Task.sleep(for: .seconds(1))
        }
        #expect(ended == Self.slow, "all of them are shown the door")
        #expect(buyer.notebook.tally.refused == 0 && buyer.notebook.tally.unanswered == 0)
        let time = ContinuousClock.now - begin
        print("\(Self.slow) slow connections ended after \(time) amid \(buyer.notebook.orders) orders")
        crowd.close()
        #expect(try await dealership.stopShop() == 0)
    }

    @Test(
        "on a full disk reading goes on and orders are told to come back; with room again they are taken",
        .enabled(if: SmallDisk.isPossible))
    func fullDisk() async throws {
        let disk = try SmallDisk(megabytes: 48)
        let dealership = try Dealership(bank: .beside, data: disk.path + "/data")
        try await dealership.open()
        try await dealership.receive("floor-mats", 10_000)
        let notebook = Notebook()
        let buyer = dealership.buyer("patient", noting: notebook)
        let first = try #require(try await buyer.fill())
        try await buyer.order(first, key: "first", twice: true)

        disk.fill()
        // The log's own file has some room yet.
        var answer = try await dealership.ask(.post, "/v1/carts", ["currency": "EUR"])
        for _ in 1...Self.cartLimit where answer.status == 201 {
            answer = try await dealership.ask(.post, "/v1/carts", ["currency": "EUR"])
        }
        #expect(answer.status == 503 && answer.headers["Retry-After"] != nil, "\(answer.status)")
        var statuses: Set<Int> = []
        for number in 1...20 {
            statuses.insert(try await dealership.ask(.post, "/v1/carts", ["currency": "EUR"]).status)
            let order = try await dealership.ask(
                .post, "/v1/carts/\(first)/order", ["payment": ["token": "pm_card_visa"]],
                headers: ["Idempotency-Key": "again-\(number)"])
            #expect([409, 503].contains(order.status), "\(String(decoding: order.body, as: UTF8.self))")
        }
        #expect(statuses.isSubset(of: [201, 503]), "\(statuses)")
        #expect(try await dealership.ask(.get, "/v1/products").status == 200)
        #expect(try await dealership.ask(.get, "/v1/carts/\(first)").status == 200)

        disk.empty()
        let room = ContinuousClock.now
        var cart: ID<Cart>?
        while cart == nil, ContinuousClock.now - room < .seconds(30) {
            cart = try await buyer.fill()
            if cart == nil { try await Task.sleep(for: .milliseconds(100)) }
        }
        let waited = ContinuousClock.now - room
        try await buyer.order(try #require(cart), key: "after", twice: true)
        _ = try await dealership.settle()
        try notebook.write(to: dealership.buyersLog)
        let verdict = try await dealership.check()
        #expect(verdict.code == 0, "\(verdict.output)")
        #expect(notebook.orders == 2)
        #expect(try await dealership.stopShop() == 0)
        try await dealership.stopBank()
        print("orders were taken again \(waited) after there was room")
    }
}

/// Many connections that begin a request and never come to its end.
private final class SlowCrowd: @unchecked Sendable {
    private var handles: [Int32] = []
    private var isOpen: [Bool] = []

    init(_ count: Int, port: Int) throws {
        for number in 0..<count {
            let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            // 127.0.0.1 and its neighbours, so that no port of ours runs out.
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let isConnected = withUnsafePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else { throw BuiltProgram.Failure(description: "connection \(number) was refused") }
            _ = fcntl(handle, F_SETFL, O_NONBLOCK)
            handles.append(handle)
            isOpen.append(true)
        }
        send("GET /v1/products HTTP/1.1\r\nHost: shop\r\nX-Slow: ")
    }

    func sendByte() { send("a") }

    private func send(_ text: String) {
        for (place, handle) in handles.enumerated() where isOpen[place] {
            _ = Glibc.send(handle, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// How many the shop has ended.
    func ended() -> Int {
        var byte: UInt8 = 0
        for (place, handle) in handles.enumerated() where isOpen[place] {
            let got = recv(handle, &byte, 1, 0)
            if got == 0 || (got < 0 && errno != EAGAIN) { isOpen[place] = false }
        }
        return isOpen.count { !$0 }
    }

    func close() { handles.forEach { _ = Glibc.close($0) } }
}

/// A disk of a few megabytes, in memory; root alone may make one.
private final class SmallDisk: Sendable {
    let path: String
    private let folder: TemporaryFolder

    static var isPossible: Bool {
        guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
        defer { umount2(folder.path, 0) }
        return mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0
    }

    init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        path = folder.path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            throw BuiltProgram.Failure(description: "no small disk: \(String(cString: strerror(errno)))")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Leaves not a byte free.
    func fill() {
        let file = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    func empty() { unlink(path + "/filler") }
}
