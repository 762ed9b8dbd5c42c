import Dispatch
import Foundation
import Orderworks
import Testbed

/// `bin/bench`: how many whole orders the shop takes, and what one costs.
@main
enum Bench {
    static let usage = """
        bench orders [SECONDS [BUYERS …]]   whole orders a second, over HTTP, with the sandbox bank beside the shop
        bench versus PROGRAM [SECONDS]      orders of this shop and of another build of it, by turns
        bench overload [SECONDS]            buyers who come at five times the shop's best rate
        bench inner ORDERS [at-once]        orders inside this process, for valgrind to count
        bench statements [at-once]          what one order asks of the database
        bench growth [SERVED [MANY]]        what 100,000 stored orders cost at the start, and 1,000,000 at each order
        bench limits [SECONDS [transactions | answers]]
                                            beside what SQLite, the HTTP library and nginx allow

        bench postgres ADDRESS PID [SECONDS]
                                            orders in PostgreSQL, beside pgbench, and a shop's whole orders on it;
                                            a schema's name is put behind the address
        bench models PYTHON SCRIPT [FOLDER]
                                            configurations of a car maker's models, beside python-sat; FOLDER has
                                            automotive01.uvl

        --json PATH                         writes the figures to a file, too
        """

    /// How long each limit is measured.
    private static let limitSeconds = 3.0
    private static let postgresSeconds = 5.0
    private static let versusSeconds = 4.0
    private static let overloadSeconds = 20.0

    /// The main thread stays: valgrind loses its way in a program whose main thread ends before the others.
    static func main() {
        // The shop's own code is measured here as well, and is to have its memory as the shop has it.
        ProcessMemory.settle()
        // A process begins with the signals blocked that its parent's thread blocks: as a server that the benchmark
        // started, it couldn't be told to end.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            do { try await run(Array(CommandLine.arguments.dropFirst())) } catch {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                exit(1)
            }
            done.signal()
        }
        done.wait()
    }

    private static func run(_ arguments: [String]) async throws {
        let folder = NSTemporaryDirectory() + "/orderworks-bench-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let way: OrderingBuyer.Way = arguments.contains("at-once") ? .atOnce : .inSteps
        var arguments = arguments
        let path = takeReportPath(&arguments)
        var report = Report()
        switch arguments.first {
        case "orders":
            let numbers = arguments.dropFirst().compactMap { Int($0) }
            let buyers = numbers.count > 1 ? Array(numbers.dropFirst()) : [1, 16, 64, 256]
            try await OrderRun(folder: folder, seconds: Double(numbers.first ?? 60)).measure(buyers, &report)
            try await LimitsRun(folder: folder, seconds: Self.limitSeconds).measure(nil, &report)
        case "versus":
            guard arguments.count > 1 else { throw Program.Failure(description: usage) }
            let seconds = arguments.dropFirst(2).first.flatMap { Double($0) } ?? Self.versusSeconds
            try await VersusRun(folder: folder, other: arguments[1], seconds: seconds).measure(&report)
        case "overload":
            let seconds = arguments.dropFirst().first.flatMap { Double($0) } ?? Self.overloadSeconds
            try await OverloadRun(folder: folder, seconds: seconds).measure(&report)
        case "limits":
            let seconds = arguments.dropFirst().first.flatMap { Double($0) } ?? Self.limitSeconds
            try await LimitsRun(folder: folder, seconds: seconds).measure(arguments.dropFirst(2).first, &report)
        case "postgres":
            guard arguments.count > 2, let engine = Int32(arguments[2]) else {
                throw Program.Failure(description: usage)
            }
            let seconds = arguments.dropFirst(3).first.flatMap { Double($0) } ?? Self.postgresSeconds
            try await PostgresLimit(address: arguments[1] + "limits", folder: folder + "/postgres").measure(&report)
            // The shop's own setting, which the program that is started takes over.
            setenv("ORDERWORKS_DATABASE", arguments[1] + "shop", 1)
            try await OrderRun(folder: folder, seconds: seconds, engine: engine).measureOnEngine([1, 16, 64], &report)
        case "answer-hummingbird": try await HummingbirdAnswers.serve(StoredAnswer.read(from: arguments[1]))
        case "answer-nio": try await NIOAnswers.serve(StoredAnswer.read(from: arguments[1]))
        case "inner":
            let shop = try await InnerShop.open(folder)
            for _ in 0..<(arguments.dropFirst().first.flatMap { Int($0) } ?? 1) { try await shop.order(way) }
            await shop.close()
        case "statements":
            let shop = try await InnerShop.open(folder)
            try await shop.order(way)
            shop.recorder.start()
            try await shop.order(way)
            for transaction in shop.recorder.stop() { print(transaction.text) }
            await shop.close()
        case "models":
            guard arguments.count > 2 else { throw Program.Failure(description: usage) }
            try await ModelsRun(
                python: arguments[1], script: arguments[2], models: arguments.dropFirst(3).first, folder: folder
            ).measure(&report)
        case "growth":
            let counts = arguments.dropFirst().compactMap { Int($0) }
            try await GrowthRun(folder: folder, served: counts.first ?? 100_000, many: counts.last ?? 1_000_000)
                .measure(&report)
        default:
            print(usage)
        }
        if let path, !report.figures.isEmpty { try report.write(to: path) }
        if let fault = report.fault { throw Program.Failure(description: fault) }
    }

    /// The file that `--json` names, for figures.
    private static func takeReportPath(_ arguments: inout [String]) -> String? {
        guard let place = arguments.firstIndex(of: "--json"), place + 1 < arguments.count else { return nil }
        defer { arguments.removeSubrange(place...(place + 1)) }
        return arguments[place + 1]
    }
}
