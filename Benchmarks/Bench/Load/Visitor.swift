import CBench
import Glibc

/// What one connection does, a journey of requests at a time.
protocol Visitor: AnyObject {
    /// Begins a journey: its first request.
    func begin(_ out: inout Outgoing) -> Kind

    /// What comes after an answer; nil ends the journey. An answer that is neither 2xx nor 304
    /// never comes here: it ends it.
    func next(after answer: borrowing Answer, _ out: inout Outgoing) -> Kind?

    /// The journey ended with an answer that was none of the good ones.
    func fail()
}

/// A kind of request, by which times are kept.
typealias Kind = Int

/// A request's bytes, written over and over into the same memory.
struct Outgoing {
    private(set) var bytes: [UInt8] = []
    private let host: String

    init(host: String) { self.host = host }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func send(_ method: String, _ path: String, _ body: String, headers: String = "") {
        append("""
            \(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\n\
            Content-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)
            """)
    }

    mutating func get(_ path: String, headers: String = "") {
        append("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(headers)\r\n")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// An answer as it stands in the connection's memory: good only while the visitor looks at it.
struct Answer: ~Copyable {
    let status: Int
    let body: UnsafeRawBufferPointer

    /// The text between `"name":"` and the next quotation mark, where it stands first.
    func text(_ name: String) -> String? {
        var mark = "\"\(name)\":\""
        let found = mark.withUTF8 { mark in find_bytes(body.baseAddress!, body.count, mark.baseAddress!, mark.count) }
        guard let found else { return nil }
        let begin = UnsafeRawPointer(found) + mark.utf8.count
        guard let end = memchr(begin, 0x22, body.count - (begin - body.baseAddress!)) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: begin, count: UnsafeRawPointer(end) - begin), as: UTF8.self)
    }
}
