import Connectors
import Foundation
import Values
import Web

/// The shop as its owner would start it, on a folder of its own, and the sandbox bank in a process beside it.
final class BenchShop {
    let key: String
    let server: Program
    let bank: Program
    let port: UInt16
    /// From the server's start until it took requests.
    let startSeconds: Double
    private let isWatched: Bool

    private static let drainLimitSeconds = 60.0
    /// A shop that uses less of a processor than that, for so long, rests.
    private static let restingShare = 0.05
    private static let restMicroseconds: UInt32 = 1_500_000
    private static let restLooks = 40
    private let transport = CurlTransport()

    private static var readiness: Regex<(Substring, Substring)> { /http:\/\/127\.0\.0\.1:(\d+)/ }

    /// The configured product, what may be chosen of it, and the two fixed ones that every order has.
    static let configured = "montis"
    static let choices = ["paint-green", "paint-black", "paint-white"].flatMap { paint in
        [["tow-bar"], ["heated-front-seats"], ["glass-roof"]].map { extra in
            [paint, "traffic-jam-pilot", "adaptive-cruise", "lane-assist"] + extra
        }
    }
    static let fixed = ["roof-box", "floor-mats"]

    /// - Parameter watcher: a command that the server's own is put behind.
    init(executable: String, folder: String, watcher: [String] = []) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        let bankPort = try Self.freePort()
        bank = try Program(executable, [
            "sandbox-bank", "--port", "\(bankPort)", "--store", folder + "/bank.journal",
            "--webhook-url", "http://127.0.0.1:\(port)/v1/bank-events",
        ], saying: folder + "/bank.output")
        _ = try bank.wait(for: Self.readiness)
        let begin = Loop.now
        isWatched = !watcher.isEmpty
        let command = watcher + [executable]
        server = try Program(command[0], Array(command.dropFirst()) + [
            "serve", "--data", folder + "/data", "--port", "\(port)", "--bank-url", "http://127.0.0.1:\(bankPort)",
            "--bank-secret-key", "sk_test_sandbox", "--bank-webhook-secret", "whsec_sandbox",
        ], saying: folder + "/server.output")
        _ = try server.wait(for: Self.readiness)
        startSeconds = Double(Loop.now - begin) / 1e9
        key = try server.wait(for: /(ow_[A-Za-z0-9_]+)/)
    }

    func close() {
        server.stop(isWatcher: isWatched)
        bank.stop()
        transport.close()
    }

    /// Fills the stock, and has every product paid at the order.
    func furnish() async throws {
        try await Furnishing { try await self.ask($0, $1, $2, $3) }.furnish()
    }

    /// Jobs that wait, of all kinds, and those that were given up.
    func jobs() async throws -> (waiting: Int, parked: Int) {
        let reply = try await ask(.get, "/v1/job-counts")
        guard reply.status == 200, let kinds = reply.json["kinds"]?.array else {
            throw Program.Failure(description: "jobs can't be counted: \(reply.status)")
        }
        return try kinds.reduce(into: (waiting: 0, parked: 0)) { sum, kind in
            guard let waiting = kind["waiting"]?.integer, let parked = kind["parked"]?.integer else {
                throw Program.Failure(description: "jobs of a kind aren't counted: \(kind)")
            }
            sum.waiting += Int(waiting)
            sum.parked += Int(parked)
        }
    }

    /// Waits until no job is left; answers the seconds that took. Throws when one was given up.
    func drain() async throws -> Double {
        let begin = Loop.now
        while true {
            let jobs = try await jobs()
            guard jobs.parked == 0 else { throw Program.Failure(description: "\(jobs.parked) jobs are parked") }
            let passed = Double(Loop.now - begin) / 1e9
            if jobs.waiting == 0 { return passed }
            guard passed < Self.drainLimitSeconds else {
                throw Program.Failure(description: "\(jobs.waiting) jobs are left after \(passed) s")
            }
            usleep(50_000)
        }
    }

    /// Waits until the shop has nothing to do: also the bank's news of what it knows already have been taken.
    func rest() throws {
        for _ in 0..<Self.restLooks {
            let before = server.usage().cpuSeconds
            usleep(Self.restMicroseconds)
            if server.usage().cpuSeconds - before < Self.restingShare * Double(Self.restMicroseconds) / 1e6 { return }
        }
        throw Program.Failure(description: "the shop has not come to rest")
    }

    func ask(
        _ method: Web.Method, _ path: String, _ body: JSON? = nil, _ headers: [String: String] = [:]
    ) async throws -> Furnishing.Reply {
        var fields = Headers()
        fields.add("Authorization", "Bearer \(key)")
        if body != nil { fields.add("Content-Type", "application/json") }
        for (name, value) in headers { fields.add(name, value) }
        let answer = try await transport.send(OutgoingRequest(
            method, "http://127.0.0.1:\(port)\(path)", headers: fields, body: body?.bytes ?? [], timeout: .seconds(30)))
        return Furnishing.Reply(status: answer.status, headers: answer.headers, body: answer.body)
    }

    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Foundation.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard result == 0 else { throw Program.Failure(description: "no free port") }
        return UInt16(bigEndian: address.sin_port)
    }
}
