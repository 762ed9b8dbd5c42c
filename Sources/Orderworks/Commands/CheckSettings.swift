/// `orderworks check-settings`: what `serve` would run with, and where each setting comes from.
struct CheckSettings: Command {
    static let name = "check-settings"
    static let sentence = "Shows the settings serve would run with and where each comes from; exit code 2 for mistakes."
    static let settings = Known.serving

    func mistakes(in settings: Settings) -> [String] { Settings.serveMistakes(settings) }

    func run(_ settings: Settings) async throws -> ExitCode {
        for line in Self.lines(settings) { Program.say(line) }
        return .done
    }

    static func lines(_ settings: Settings) -> [String] {
        let width = Self.settings.map(\.name.count).max() ?? 0
        return Self.settings.map { setting in
            let name = setting.name + String(repeating: " ", count: width - setting.name.count)
            return "\(name)  \(settings.shown(setting))  (\(settings.origin(of: setting)))"
        }
    }
}
