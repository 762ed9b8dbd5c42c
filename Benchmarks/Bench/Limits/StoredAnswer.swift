import Foundation
import Glibc

/// An answer of the shop as it came over the wire, kept so that others can send the same bytes.
struct StoredAnswer: Sendable {
    /// The request's path with its query.
    let path: String
    let status: Int
    let fields: [Field]
    let body: [UInt8]

    struct Field: Sendable {
        let name: String
        let value: String
    }

    private static let readBytes = 64 * 1024
    private static let readLimit = 1024
    private static let timeoutSeconds = 30

    /// The first field of the name, in any case.
    subscript(_ name: String) -> String? {
        fields.first { $0.name.caseInsensitiveCompare(name) == .orderedSame }?.value
    }

    /// Reads what a server on this machine answers.
    static func fetch(_ path: String, port: UInt16, headers: String = "") throws -> StoredAnswer {
        let connected = try Connected(port: port, timeoutSeconds: timeoutSeconds)
        try connected.send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers)\r\n")
        var bytes: [UInt8] = []
        for _ in 0..<readLimit {
            bytes += try connected.receive(atMost: readBytes)
            if let answer = StoredAnswer(path, bytes) { return answer }
        }
        throw Program.Failure(description: "\(path) is answered endlessly")
    }

    /// Nil while the bytes are not the whole answer.
    private init?(_ path: String, _ bytes: [UInt8]) {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        self.path = path
        status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
        fields = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return Field(name: String(line[..<colon]), value: value)
        }
        body = Array(bytes[end.upperBound...])
        let length = status == 304 || status == 204 ? 0 : self["Content-Length"].flatMap { Int($0) } ?? .max
        guard body.count >= length else { return nil }
    }

    /// The path, and the answer as it came.
    private var bytes: [UInt8] {
        let lines = ["\(path)", "HTTP/1.1 \(status) ."] + fields.map { "\($0.name): \($0.value)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    /// Writes each answer to a file of its own, for `read`.
    static func write(_ answers: [StoredAnswer], to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (number, answer) in answers.enumerated() {
            try Data(answer.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(number).answer"))
        }
    }

    static func read(from folder: String) throws -> [StoredAnswer] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".answer") }
        return try names.sorted().map { name in
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            guard let end = bytes.range(of: Data("\r\n".utf8)),
                  let answer = StoredAnswer(
                      String(decoding: bytes[..<end.lowerBound], as: UTF8.self), Array(bytes[end.upperBound...]))
            else { throw Program.Failure(description: "\(name) is no answer") }
            return answer
        }
    }
}

/// A connection that blocks.
private final class Connected {
    private let descriptor: Int32

    init(port: UInt16, timeoutSeconds: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Connection.Failure.unreachable(errno) }
    }

    deinit { close(descriptor) }

    /// A request's head is short: the socket takes it whole.
    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Connection.Failure.closed }
    }

    func receive(atMost limit: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = Glibc.read(descriptor, &bytes, limit)
        guard count > 0 else { throw Connection.Failure.closed }
        return Array(bytes[..<count])
    }
}
