/// One thing `orderworks` can be told to do.
package protocol Command: Sendable {
    /// What stands behind `orderworks`: `check-settings`.
    static var name: String { get }
    /// One sentence for help.
    static var sentence: String { get }
    /// Words that stand behind its name, before the settings: `["VERB", "FILE"]`.
    static var words: [String] { get }
    /// The settings it takes; any other flag is refused.
    static var settings: [any DeclaredSetting] { get }

    init()

    /// Told the words behind its name, as many as `words`.
    mutating func take(_ words: [String])

    /// What the settings it takes can't say one by one: which go together. A sentence for each mistake.
    func mistakes(in settings: Settings) -> [String]

    /// Does it. What it throws is written to standard error as one line, and ends the program with `ExitCode.failed`.
    func run(_ settings: Settings) async throws -> ExitCode
}

extension Command {
    package static var words: [String] { [] }
    package static var settings: [any DeclaredSetting] { [] }
    package mutating func take(_ words: [String]) {}
    package func mistakes(in settings: Settings) -> [String] { [] }
}

/// How the program ends.
package enum ExitCode: Int32, Sendable {
    case done = 0
    case failed = 1
    /// The command line or the settings are wrong; nothing was begun.
    case misused = 2
    /// `check` found nothing broken, but couldn't check everything.
    case incomplete = 3
}
