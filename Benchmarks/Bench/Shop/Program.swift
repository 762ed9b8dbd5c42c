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

    /// Asks it to end, and waits until it has.
    func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
    }

    func usage() -> Usage { Self.usage(of: number) }

    static func usage(of number: Int32) -> Usage {
        let stat = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
        // Behind the name, which may hold anything: fields 14 and 15 are user and system time in ticks (proc(5)).
        let fields = stat.split(separator: ") ").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : 0
        let status = (try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)) ?? ""
        let resident = status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) } ?? 0
        return Usage(cpuSeconds: ticks / Double(sysconf(Int32(_SC_CLK_TCK))), residentBytes: resident * 1024)
    }
}
