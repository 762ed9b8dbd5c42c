import Values

/// One thing the server does, declared once: route, permission, input, refusals, answer. Checks, the OpenAPI document
/// and the API reference all come from this declaration.
///
/// The conforming type's doc sentence stands in `summary`, because the program can't read comments.
package protocol Endpoint: Sendable {
    associatedtype Input: Decodable & Sendable = Nothing
    associatedtype Output: Answer

    static var route: Route { get }

    /// One sentence in the present tense, for the API document.
    static var summary: String { get }

    /// What it may refuse beyond what the pipeline itself refuses.
    static var refusals: [any Refusal.Type] { get }

    /// Input members that come from header fields, by field name: `["Stripe-Signature": "signature"]`. Members whose
    /// type names its field (`IdempotencyKey`, `EditVersion`) need no entry, and members named in the route come from
    /// the path; the rest comes from the query (GET, HEAD, DELETE, uploads) or the body.
    static var headers: [String: String] { get }

    /// What a body must be. `.json` unless said otherwise.
    static var body: Body { get }

    /// Whether its answer depends on its input, the day and the database alone, and is the same for everybody: then it
    /// is kept until anything changes. False unless said otherwise. For reading only.
    static var isKept: Bool { get }

    /// Whose personal data it tells, as the audit book names it: `order:{order}`, with members of the path. Nil unless
    /// said: it tells nobody's. That staff read it is written down before they are answered.
    static var personal: String? { get }

    /// Asked before the caller is known and the body read, on the connection's own thread at times and up to three
    /// times for a request: what it throws is the answer, to anybody. Must not wait. Throws nothing unless said.
    func letBegin() throws

    func answer(_ input: Input, for caller: Caller) async throws -> Output
}

extension Endpoint {
    package static var refusals: [any Refusal.Type] { [] }
    package static var headers: [String: String] { [:] }
    package static var body: Body { .json }
    package static var isKept: Bool { false }
    package static var personal: String? { nil }

    package func letBegin() throws {}
}

/// An input or answer with nothing in it.
package struct Nothing: Codable, Sendable {
    package init() {}
}

/// What a request's body must be.
package enum Body: Sendable {
    /// JSON of at most `limitBytes`.
    case json(limitBytes: Int)
    /// Bytes of one of these media types; the endpoint's Input has a member `upload: Upload`.
    case upload(mediaTypes: [String], limitBytes: Int)
    /// The same, but read while it comes: the upload has a `stream` instead of its bytes.
    case stream(mediaTypes: [String], limitBytes: Int)

    package static let json = Body.json(limitBytes: 64 * 1024)
}

/// Where an endpoint stands: method, path template, the permission it takes.
package struct Route: Sendable {
    package let method: Method
    /// `/v1/carts/{cart}/lines`: a name in braces is a member of the Input.
    package let path: String
    package let permission: Permission

    package init(_ method: Method, _ path: String, _ permission: Permission) {
        self.method = method
        self.path = path
        self.permission = permission
    }
}
