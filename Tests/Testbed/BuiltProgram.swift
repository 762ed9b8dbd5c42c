import Foundation
import Synchronization
import Values

/// `orderworks` as it was built beside these tests, running in a process of its own, which is ended by its id. All it
/// says is kept in a file, also over several starts.
package final class BuiltProgram: Sendable {
    private let process: Mutex<Process>
    private let output: String
    /// Where in the file this start's own words begin.
    private let beginning: Int

    /// Also what the machine needs to start the program while other things are built on it.
    package static let patience = Duration.seconds(60)
    private static let pause = Duration.milliseconds(10)

    /// Why a program isn't there, or didn't do what was waited for.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// - Parameter output: the file that standard output and standard error are appended to.
    package init(_ arguments: [String], of program: String = "orderworks", saying output: String) throws {
        let words = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard words >= 0 else { throw Failure(description: "\(output) can't be written") }
        let file = FileHandle(fileDescriptor: words, closeOnDealloc: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.path(of: program))
        process.arguments = arguments
        if let place = arguments.firstIndex(of: "--data"), let data = arguments.dropFirst(place + 1).first {
            process.environment = Self.environment(data: data)
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        beginning = Int(try file.seekToEnd())
        self.output = output
        try process.run()
        self.process = Mutex(process)
    }

    deinit { process.withLock { if $0.isRunning { Foundation.kill($0.processIdentifier, SIGKILL) } } }

    /// Runs the program to its end; answers its exit code and all it said.
    package static func run(
        _ arguments: [String], of program: String = "orderworks", within limit: Duration = patience
    ) async throws -> (code: Int32, output: String) {
        let folder = try TemporaryFolder()
        let program = try BuiltProgram(arguments, of: program, saying: folder.path + "/output")
        return (try await program.ended(within: limit).code, program.said)
    }

    /// With the database that stands for a data folder on the engine that the tests run on.
    package static func environment(data folder: String) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["ORDERWORKS_DATABASE"] = TestSchema.address(for: folder)
        return environment
    }

    /// What it has said since it was started.
    package var said: String {
        String(decoding: (FileManager.default.contents(atPath: output) ?? Data()).dropFirst(beginning), as: UTF8.self)
    }

    package var isRunning: Bool { process.withLock(\.isRunning) }

    /// Waits for a line that contains `mark` and answers it. Throws when the program ends without one.
    package func line(with mark: String) async throws -> String {
        try await wait("says '\(mark)'") {
            // Asked before reading, so that last words are read too.
            let isRunning = self.isRunning
            let lines = self.said.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let line = lines.first(where: { $0.contains(mark) }) { return String(line) }
            if !isRunning { throw Failure(description: "the program ended without saying '\(mark)':\n\(self.said)") }
            return nil
        }
    }

    /// What it says it can be reached at.
    package func address() async throws -> String {
        let words = try await line(with: "http://").split(whereSeparator: { " ;,".contains($0) })
        return words.first { $0.hasPrefix("http://") }.map(String.init) ?? ""
    }

    /// As a power cut would: SIGKILL.
    package func kill() async throws {
        signal(SIGKILL)
        let end = try await ended()
        guard end.reason == .uncaughtSignal else { throw Failure(description: "it had ended by itself:\n\(said)") }
    }

    /// Asks it to end: SIGTERM.
    package func terminate() { signal(SIGTERM) }

    /// Asks it to end, and answers its exit code.
    package func stop() async throws -> Int32 {
        terminate()
        return try await ended().code
    }

    package func ended(
        within limit: Duration = patience
    ) async throws -> (code: Int32, reason: Process.TerminationReason) {
        try await wait("ends", within: limit) { self.isRunning ? nil : true }
        return process.withLock { ($0.terminationStatus, $0.terminationReason) }
    }

    private func signal(_ number: Int32) {
        process.withLock { if $0.isRunning { Foundation.kill($0.processIdentifier, number) } }
    }

    @discardableResult
    private func wait<Found>(
        _ event: String, within limit: Duration = patience, _ look: () throws -> Found?
    ) async throws -> Found {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if let found = try look() { return found }
            try await Task.sleep(for: Self.pause)
        }
        throw Failure(description: "waited in vain until the program \(event); so far:\n\(said)")
    }

    /// The program beside the tests, or the shop's that ORDERWORKS names: one built for release, say.
    private static func path(of program: String) throws -> String {
        if program == "orderworks", let named = ProcessInfo.processInfo.environment["ORDERWORKS"] { return named }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent().appendingPathComponent(program).path
        guard let path = [beside, ".build/debug/\(program)"].first(where: FileManager.default.isExecutableFile)
        else { throw Failure(description: "the program \(program) isn't built beside the tests") }
        return path
    }
}

/// A loopback port that nobody listens on at the moment.
package func freePort() throws -> Int {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { address in
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(handle, address, length) == 0 && getsockname(handle, address, &length) == 0
        }
    }
    guard isBound else { throw BuiltProgram.Failure(description: "no port is free on 127.0.0.1") }
    return Int(UInt16(bigEndian: address.sin_port))
}
