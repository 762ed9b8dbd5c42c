import Foundation
import Testbed
import Testing

/// A shop that `bin/serve` opened, as a newcomer does: in a folder of its own, on ports that are free. Ended
/// by its process id.
final class ServedShop {
    let address: String
    /// What the program wrote to its standard output until it served.
    let greeting: String
    /// Processor time until it served; unlike the clock's, it is the same on a busy machine.
    let startSeconds: Double
    private let attempt: Attempt

    /// The staff key; nil unless it is the folder's first start.
    var key: String? { greeting.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("ow_") }.map(String.init) }

    /// Throws what the program complained of when it ended instead of serving.
    init(in folder: ShopFolder, _ arguments: [String] = []) throws {
        let (port, bankPort) = (try freePort(), try freePort())
        attempt = try Attempt(folder, arguments + ["--port", "\(port)", "--bank-port", "\(bankPort)"])
        greeting = try attempt.output(holding: "Orderworks serves on ", seconds: 120)
        startSeconds = try attempt.processorSeconds()
        address = "http://127.0.0.1:\(port)"
    }

    deinit { attempt.end() }

    /// The exit code after SIGTERM.
    func stop() -> Int32 { attempt.end() }

    /// What the program does when it can't serve.
    static func refused(in folder: ShopFolder, _ arguments: [String]) throws -> (code: Int32, complaint: String) {
        let attempt = try Attempt(folder, arguments)
        return try attempt.refusal(seconds: 60)
    }
}

/// A folder with the project's scripts and documents in it, so that what the README says works there.
struct ShopFolder {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    init() throws {
        folder = try TemporaryFolder()
        for name in ["bin", "docs"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(name)", withDestinationPath: Self.project.appendingPathComponent(name).path)
        }
        // It was built together with these tests; bin/serve need not build it again.
        try FileManager.default.setAttributes(
            [.modificationDate: Date()],
            ofItemAtPath: Self.project.appendingPathComponent(".build/debug/orderworks").path)
    }

    /// Runs a shell's commands in the folder; the shell is ended when it takes longer than two minutes.
    func run(_ commands: String) throws -> (code: Int32, output: String) {
        let (process, file) = try start("timeout", ["120", "bash", "-e", "-c", commands], "shell")
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: file.out + ".err", encoding: .utf8)
            + String(contentsOfFile: file.out, encoding: .utf8))
    }

    fileprivate func start(
        _ program: String, _ arguments: [String], _ name: String
    ) throws -> (process: Process, file: (out: String, err: String)) {
        let file = (out: "\(path)/\(name).out", err: "\(path)/\(name).out.err")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.environment = BuiltProgram.environment(data: path + "/data")
            .merging(["ORDERWORKS_CONFIGURATION": "debug"]) { $1 }
        for (path, isOutput) in [(file.out, true), (file.err, false)] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            let handle = try #require(FileHandle(forWritingAtPath: path))
            if isOutput { process.standardOutput = handle } else { process.standardError = handle }
        }
        try process.run()
        return (process, file)
    }
}

/// One run of `bin/serve`.
private struct Attempt {
    private let process: Process
    private let file: (out: String, err: String)

    init(_ folder: ShopFolder, _ arguments: [String]) throws {
        (process, file) = try folder.start("bin/serve", arguments, "serve")
    }

    /// Its whole output once `mark` stands in it.
    func output(holding mark: String, seconds: Double) throws -> String {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            let isRunning = process.isRunning
            if try String(contentsOfFile: file.out, encoding: .utf8).contains(mark) {
                // The lines behind it are written one after another.
                usleep(200_000)
                return try String(contentsOfFile: file.out, encoding: .utf8)
            }
            let complaint = try String(contentsOfFile: file.err, encoding: .utf8)
            try #require(isRunning, "bin/serve ended: \(complaint)")
            usleep(20_000)
        }
        end()
        throw Late()
    }

    /// What it has used so far: fields 14 and 15 of proc(5)'s stat.
    func processorSeconds() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        let ticks = try #require(fields.count > 13 ? Double(fields[12]).map { $0 + (Double(fields[13]) ?? 0) } : nil)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    func refusal(seconds: Double) throws -> (code: Int32, complaint: String) {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while process.isRunning, Date() < deadline { usleep(20_000) }
        guard !process.isRunning else {
            end()
            throw Late()
        }
        return (process.terminationStatus, try String(contentsOfFile: file.err, encoding: .utf8))
    }

    @discardableResult
    func end() -> Int32 {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return process.terminationStatus
    }

    struct Late: Error {}
}

/// A loopback port that somebody has.
struct ListeningSocket {
    let port: UInt16
    private let handle: Int32

    init() throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let handle = handle
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(handle, address, length) == 0 && listen(handle, 1) == 0
                    && getsockname(handle, address, &length) == 0
            }
        }
        try #require(isBound)
        port = UInt16(bigEndian: address.sin_port)
    }

    func close() { Glibc.close(handle) }
}
