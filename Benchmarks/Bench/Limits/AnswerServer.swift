import Foundation

/// A server on this machine that is asked for answers, with what it has used.
final class AnswerServer {
    let name: String
    let port: UInt16
    /// Seconds of processor time since it began.
    let cpuSeconds: () -> Double
    /// Nil when somebody else ends it.
    private let program: Program?

    init(_ name: String, port: UInt16, program: Program? = nil, cpuSeconds: @escaping () -> Double) {
        self.name = name
        self.port = port
        self.program = program
        self.cpuSeconds = cpuSeconds
    }

    deinit { program?.stop() }

    private static var readiness: Regex<(Substring, Substring)> { /http:\/\/127\.0\.0\.1:(\d+)/ }

    /// This program again, as a server of the answers in a folder: `verb` says of which kind.
    static func own(_ name: String, verb: String, folder: String) throws -> AnswerServer {
        let program = try Program(
            URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().path, [verb, folder],
            saying: "\(folder)/\(verb).output")
        guard let port = UInt16(try program.wait(for: readiness)) else {
            throw Program.Failure(description: program.said)
        }
        return AnswerServer(name, port: port, program: program) { program.usage().cpuSeconds }
    }

    /// What such a server says once it can be asked.
    static func say(_ port: Int?) {
        FileHandle.standardOutput.write(Data("http://127.0.0.1:\(port ?? 0)\n".utf8))
    }
}
