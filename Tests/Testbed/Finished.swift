import Foundation

/// Runs another program to its end, with what `more` adds to the environment; answers its exit code (above 128 for the
/// signal that ended it, as shells say) and all it said.
package func finished(
    _ path: String, _ arguments: [String], _ more: [String: String] = [:]
) async throws -> (code: Int32, said: String) {
    try await blocking {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(more) { $1 }
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return (isSignal ? 128 + process.terminationStatus : process.terminationStatus, said)
    }
}
