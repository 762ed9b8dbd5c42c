import Values

/// A request as the house sees it, whatever library received it.
package struct Request: Sendable {
    package let head: Head
    package let body: [UInt8]
    /// The body where it is read while it comes; `body` is empty then.
    package let stream: BodyStream?

    package init(_ head: Head, body: [UInt8] = [], stream: BodyStream? = nil) {
        self.head = head
        self.body = body
        self.stream = stream
    }

    /// All of a request but its body: enough to say how large a body may be.
    package struct Head: Sendable {
        package let method: Method
        /// Percent-encoded, without the query: `/v1/products/roof-box`.
        package let path: String
        /// Percent-encoded, without the question mark; empty when there is none.
        package let query: String
        package let headers: Headers
        /// The network address of whoever asks, as far as it can be told: `203.0.113.7`.
        package let client: String?

        package init(
            _ method: Method, _ path: String, query: String = "", headers: Headers = Headers(), client: String? = nil
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.client = client
        }
    }
}

/// What is sent back, whatever library sends it.
package struct Response: Sendable {
    package var status: Int
    package var headers: Headers
    package var body: [UInt8]
    /// The body where it is read while it is sent; `body` is empty then.
    package var stream: ByteSlice?

    /// The connection is to be closed without a byte of answer, as when a reply is lost on its way. The adapter sees to
    /// that; where it can't, what else stands here (a 504) is sent.
    package let isDropped: Bool

    package init(_ status: Int, headers: Headers = Headers(), body: [UInt8] = []) {
        self.init(status, headers: headers, body: body, isDropped: false)
    }

    package init(_ status: Int, headers: Headers = Headers(), stream: ByteSlice) {
        self.init(status, headers: headers, body: [], isDropped: false)
        self.stream = stream
    }

    /// How long its body is.
    package var bodyCount: Int { stream?.range.count ?? body.count }

    private init(_ status: Int, headers: Headers, body: [UInt8], isDropped: Bool) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isDropped = isDropped
    }

    /// No answer at all. The sandbox bank loses replies on demand; nothing else answers this.
    package static let dropped = Response(504, headers: Headers(), body: [], isDropped: true)
}

/// An HTTP method the house knows.
package enum Method: String, CaseIterable, Hashable, Sendable {
    case get = "GET", head = "HEAD", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE", options = "OPTIONS"
    /// Any other: no address takes it.
    case other = ""
}

/// Header fields in order; names compare without regard to case.
package struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { (name: $0.0, value: $0.1) }
    }

    /// The first field of that name; setting replaces all of them.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    package func all(_ name: String) -> [String] { fields.filter { Self.same($0.name, name) }.map(\.value) }

    package mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

    /// ASCII case folding, which is what HTTP asks for (RFC 9110, section 5.1).
    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && (left == right || zip(left.utf8, right.utf8).allSatisfy { folded($0) == folded($1) })
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
}

/// Something that answers HTTP: the shop, or the sandbox bank. The adapter drives it.
package protocol HTTPService: Sendable {
    /// The answer that is at hand, where `respond` would have to wait for nothing and give the same. Nil: go and ask.
    /// Called on the connection's own thread, which serves others, too.
    func atHand(_ head: Request.Head) -> Response?

    /// Whether it has just turned somebody away: only then are refusals at hand, too.
    var turnsAway: Bool { get }

    /// Says, before the body is read, how long it may be, or refuses at once. Must not wait: while somebody is turned
    /// away, it may be asked on the connection's own thread.
    func admit(_ head: Request.Head) -> Admission

    /// Answers; never throws, an error of the program becomes a 500.
    func respond(to request: Request) async -> Response

    /// The answer to a body that turned out longer than `admit` allowed. It is not read to its end.
    func refuseBody(of head: Request.Head, limitBytes: Int) -> Response
}

extension HTTPService {
    package func atHand(_ head: Request.Head) -> Response? { nil }
    package var turnsAway: Bool { false }

    package func refuseBody(of head: Request.Head, limitBytes: Int) -> Response {
        Problem.bodyTooLarge(limitBytes: limitBytes).response
    }
}

/// What is said to a request before its body is read.
package enum Admission: Sendable {
    case body(limitBytes: Int)
    /// A body that is read while it comes.
    case stream(limitBytes: Int)
    case refuse(Response)
}
