import CBench
import Foundation

/// A program that runs beside the benchmark, and what the kernel says it has used.
final class Program {
    private let process = Process()
    let output: String

    /// What a program has used since it began.
    struct Usage {
        /// Of all its threads, in the kernel and out of it.
        let cpuSeconds: Double
        let residentBytes: Int
        /// The most that were resident at once.
        let peakBytes: Int
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// - Parameter output: the file that all it says goes to.
    init(_ path: String, _ arguments: [String], saying output: String) throws {
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        guard let file = FileHandle(forWritingAtPath: output) else { throw Failure(description: "\(output)?") }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        self.output = output
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var number: Int32 { process.processIdentifier }
    var said: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

    /// Waits until it has said something that matches, and answers the match.
    func wait(for mark: Regex<(Substring, Substring)>, seconds: Double = 120) throws -> String {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if let found = said.firstMatch(of: mark) { return String(found.1) }
            guard process.isRunning else { break }
            usleep(2000)
        }
        throw Failure(description: "\(process.executableURL?.path ?? "") said nothing of the kind:\n\(said)")
    }

    /// Waits until it ends by itself, and answers its exit code.
    func finish() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// The program that this one has started, for one that watches another.
    private var child: Int32? {
        let path = "/proc/\(number)/task/\(number)/children"
        return (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ").first.flatMap { Int32($0) }
    }

    /// Asks it to end, and waits until it has. One that watches another is ended by the other's end.
    func stop(isWatcher: Bool = false) {
        guard process.isRunning else { return }
        kill(isWatcher ? child ?? number : number, SIGTERM)
        process.waitUntilExit()
    }

    /// What this process has used, more exactly than `usage()` tells.
    static var ownCPUSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func usage() -> Usage { Self.usage(of: number) }

    /// Of a program that leaves the work to others.
    static func childrenSeconds(of number: Int32) -> Double {
        let children = (try? String(contentsOfFile: "/proc/\(number)/task/\(number)/children", encoding: .utf8)) ?? ""
        return children.split(separator: " ").compactMap { Int32($0) }.reduce(0) { $0 + usage(of: $1).cpuSeconds }
    }

    static func usage(of number: Int32) -> Usage {
        let stat = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
        // Behind the name, which may hold anything: fields 14 and 15 are user and system time in ticks (proc(5)).
        let fields = stat.split(separator: ") ").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : 0
        let status = (try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)) ?? ""
        let resident = status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
        let peak = status.firstMatch(of: /VmHWM:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
        return Usage(
            cpuSeconds: ticks / Double(sysconf(Int32(_SC_CLK_TCK))), residentBytes: resident * 1024,
            peakBytes: peak * 1024)
    }
}
