import Foundation
import Synchronization
import Values

/// A script of Tests/Scripts that runs beside a test: a server to talk to, or a judge of what we wrote. It ends when
/// its standard input does.
package final class PythonScript: Sendable {
    private let input: FileHandle
    private let process: Mutex<Process>
    private let lines: AsyncLines

    /// The interpreter of `bin/test`'s environment, or the machine's own.
    private static var interpreter: String {
        let chosen = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"]
        if let chosen, !chosen.isEmpty { return chosen }
        let kept = root.appendingPathComponent(".build/python/bin/python3").path
        return FileManager.default.isExecutableFile(atPath: kept) ? kept : "python3"
    }

    /// Runs a script to its end; answers its exit code and all it said.
    package static func run(_ name: String, _ arguments: [String]) async throws -> (code: Int32, said: String) {
        try await finished(
            "/usr/bin/env", [interpreter, root.appendingPathComponent("Tests/Scripts/\(name)").path] + arguments)
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    package init(_ name: String, _ arguments: [String] = []) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            Self.interpreter, Self.root.appendingPathComponent("Tests/Scripts/\(name)").path,
        ] + arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.input = input.fileHandleForWriting
        lines = AsyncLines(output.fileHandleForReading)
        self.process = Mutex(process)
    }

    deinit {
        try? input.close()
        process.withLock { $0.terminate() }
    }

    /// The next line it prints, as JSON. Throws `Silent` when it ended without one.
    package func next() async throws -> JSON {
        guard let line = await lines.next() else { throw Silent() }
        return try JSON.parse(line)
    }

    /// Gives it a line and waits for its answer.
    package func ask(_ line: String) async throws -> JSON {
        try input.write(contentsOf: Data("\(line)\n".utf8))
        return try await next()
    }

    /// Gives it all of its input and waits for its one answer.
    package func answer(to bytes: [UInt8]) async throws -> JSON {
        try input.write(contentsOf: Data(bytes))
        try input.close()
        return try await next()
    }

    package struct Silent: Error {
        package init() {}
    }
}

/// Lines as they come out of a pipe.
private final class AsyncLines: Sendable {
    private let stream: AsyncStream<[UInt8]>

    init(_ handle: FileHandle) {
        stream = AsyncStream { continuation in
            Thread.detachNewThread {
                var rest: [UInt8] = []
                // What is there, where `read(upToCount:)` would wait until there is as much.
                while case let data = handle.availableData, !data.isEmpty {
                    rest += data
                    while let end = rest.firstIndex(of: 10) {
                        continuation.yield(Array(rest[..<end]))
                        rest.removeSubrange(...end)
                    }
                }
                continuation.finish()
            }
        }
    }

    /// One caller at a time.
    func next() async -> [UInt8]? {
        for await line in stream { return line }
        return nil
    }
}
