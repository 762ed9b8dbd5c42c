import Foundation

/// Counts how often a program has the disk flushed, by strace: it may watch a program that it starts itself, also
/// where it isn't run by root.
struct Flushes {
    /// What strace writes to, a line for each call.
    let path: String

    private static let calls = "fdatasync,fsync,sync_file_range,msync"

    /// The command that a program's own command is put behind; nil when strace is missing.
    func command() -> [String]? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/strace" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else { return nil }
        // With the kernel's own filter, all other calls go by untouched.
        return [
            found, "-f", "--seccomp-bpf", "-qq", "-e", "signal=none", "-e", "trace=\(Self.calls)", "-o", path,
        ]
    }

    /// Calls up to now. One that another thread's interrupts is written on two lines, of which the second is no call.
    var count: Int {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").count { $0.contains("(") && !$0.contains(" resumed>") }
    }
}
