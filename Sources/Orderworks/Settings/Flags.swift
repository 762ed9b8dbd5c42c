import Foundation

/// What may stand on the command line behind a command.
enum Flags {
    /// A sentence for each word that doesn't belong: unknown flags, a value missing, one too many, a flag given twice.
    static func mistakes(in arguments: [String], known: [any DeclaredSetting]) -> [String] {
        var mistakes: [String] = []
        var seen = Set<String>()
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                mistakes.append("\(word): stands alone; settings are written --name VALUE")
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts.first ?? "")
            guard let setting = known.first(where: { $0.name == name }) else {
                mistakes.append("--\(name): is no setting of this command")
                if let next = rest.first, !next.hasPrefix("--") { rest.removeFirst() }
                continue
            }
            if !seen.insert(name).inserted { mistakes.append("--\(name): is given twice") }
            guard parts.count == 1, setting.form != .flag else { continue }
            if let value = rest.first, !value.hasPrefix("--") {
                rest.removeFirst()
            } else {
                mistakes.append("--\(name): has no value")
            }
        }
        return mistakes
    }

    /// What stands behind the flags of `known` settings: as it is written, commas and all.
    static func values(in arguments: [String], known: [any DeclaredSetting]) -> [String: String] {
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else { continue }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts.first ?? "")
            if parts.count == 2 {
                values[name] = String(parts[1])
            } else if known.first(where: { $0.name == name })?.form == .flag {
                values[name] = "true"
            } else if let value = rest.first, !value.hasPrefix("--") {
                values[name] = String(rest.removeFirst())
            }
        }
        return values
    }
}

/// The file that `--settings` names.
enum SettingsFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
