import Foundation

/// `orderworks help`: the commands and their settings.
struct Help: Command {
    static let name = "help"
    static let sentence = "Lists the commands and their settings."

    func run(_ settings: Settings) async throws -> ExitCode { Self.show(on: .standardOutput, .done) }

    static func show(on handle: FileHandle, _ code: ExitCode, of command: (any Command.Type)? = nil) -> ExitCode {
        handle.write(Data(text(of: command).utf8))
        return code
    }

    static func text(of only: (any Command.Type)? = nil) -> String {
        let commands = only.map { [$0] } ?? Program.commands
        var lines = ["orderworks: the back end of a shop that builds what it sells", ""]
        for command in commands {
            let words = command.words.map { " \($0)" }.joined()
            lines.append("orderworks \(command.name)\(words)\(command.settings.isEmpty ? "" : " [SETTINGS]")")
            lines.append("    \(command.sentence)")
        }
        for command in commands where !command.settings.isEmpty && command.name != CheckSettings.name {
            lines += ["", "Settings of \(command.name):"]
            for setting in command.settings {
                let fallback = setting.isSecret ? nil : setting.fallbackText
                let note = setting.form == .flag ? nil : fallback.map { "  (default \($0))" }
                lines.append("  \(flag(setting))\(note ?? "")")
                lines.append("      \(setting.sentence)")
            }
        }
        lines += [
            "", "Each setting can also stand in the environment (--bank-url as ORDERWORKS_BANK_URL),",
            "or by its name in a JSON file given with --settings. Flags win, then the environment.", "",
        ]
        return lines.joined(separator: "\n")
    }

    private static func flag(_ setting: any DeclaredSetting) -> String {
        switch setting.form {
        case .value(let word): "--\(setting.name) \(word)"
        case .flag: "--\(setting.name)"
        }
    }
}
