import Foundation
import Values

/// What figures were measured on.
enum Machine {
    static var facts: JSON {
        [
            "cores": .integer(Int64(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), "processor": .string(processor),
            "kernel": .string(kernel), "date": .string(Date().formatted(.iso8601)), "commit": .string(commit),
        ]
    }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        return text.firstMatch(of: /model name\s*:\s*(.+)/).map { String($0.1) } ?? "unknown"
    }

    private static var kernel: String {
        let text = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? "unknown"
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Of the folder it is run in; `-dirty` behind it when something there isn't committed.
    private static var commit: String {
        let git = Process()
        let said = Pipe()
        git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        git.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
        git.standardOutput = said
        git.standardError = FileHandle.nullDevice
        guard (try? git.run()) != nil else { return "unknown" }
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        git.waitUntilExit()
        return git.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : "unknown"
    }
}
