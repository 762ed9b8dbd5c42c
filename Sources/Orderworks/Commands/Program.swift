import Foundation
import Logging

/// The program `orderworks`: finds the command, reads its settings, runs it.
package enum Program {
    /// Every command, in the order of help.
    static let commands: [any Command.Type] = [
        Serve.self, SandboxBankCommand.self, Check.self, AuditVerify.self, Copy.self, ModelCommand.self,
        CheckSettings.self, Help.self,
    ]

    /// - Parameter arguments: with the program's own name first.
    package static func run(arguments: [String], environment: [String: String]) async -> ExitCode {
        guard arguments.count > 1 else { return Help.show(on: .standardError, .misused) }
        let words = Array(arguments.dropFirst())
        if words[0] == "--help" || words[0] == "-h" { return Help.show(on: .standardOutput, .done) }
        // A command's name may have several words.
        func name(_ command: any Command.Type) -> [String] { command.name.split(separator: " ").map(String.init) }
        guard let command = commands.first(where: { words.starts(with: name($0)) }) else {
            complain(["\(words[0]) is no command; orderworks help lists them."])
            return .misused
        }
        let rest = Array(words.dropFirst(name(command).count))
        if rest.contains("--help") { return Help.show(on: .standardOutput, .done, of: command) }
        let given = Array(rest.prefix(command.words.count))
        guard given.count == command.words.count, !given.contains(where: { $0.hasPrefix("--") }) else {
            complain(["write: orderworks \(command.name) \(command.words.joined(separator: " "))"])
            return .misused
        }
        var told = command.init()
        told.take(given)
        return await run(told, Array(rest.dropFirst(given.count)), environment)
    }

    private static func run<Told: Command>(
        _ command: Told, _ arguments: [String], _ environment: [String: String]
    ) async -> ExitCode {
        let settings: Settings
        do {
            settings = try Settings.read(Told.settings, arguments: arguments, environment: environment)
        } catch {
            complain(error.sentences)
            return .misused
        }
        let mistakes = command.mistakes(in: settings)
        guard mistakes.isEmpty else {
            complain(mistakes)
            return .misused
        }
        do {
            return try await command.run(settings)
        } catch {
            complain(["\(error)"])
            return .failed
        }
    }

    /// Writes a line to standard output at once, also when that is a pipe.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

    /// Writes a line each to standard error.
    static func complain(_ lines: [String]) {
        for line in lines { FileHandle.standardError.write(Data("orderworks: \(line)\n".utf8)) }
    }

    /// The log, to standard error, from `level` on.
    static func log(_ level: Logger.Level) -> Logger {
        var log = Logger(label: "orderworks") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = level
        return log
    }
}
