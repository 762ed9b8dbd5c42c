import Logging
import Values
import Web

/// Sends requests to a service in this process, the way the adapter does: admission first, then the request.
package struct TestClient: Sendable {
    private let service: any HTTPService
    /// Sent with every request.
    package var headers: Headers
    /// The network address it asks from; nil where a server couldn't tell.
    private var address: String?

    package init(_ service: any HTTPService, headers: Headers = Headers()) {
        self.service = service
        self.headers = headers
    }

    /// A client over these endpoints, whose caller may do everything as staff.
    package init(_ endpoints: [any Endpoint], as authenticator: any Authenticator = Anybody.staff) throws {
        self.init(try API(endpoints: endpoints, authenticator: authenticator, log: .quiet))
    }

    /// The same client with another header field: `client.with("Authorization", "Bearer …")`.
    package func with(_ name: String, _ value: String) -> Self {
        var copy = self
        copy.headers[name] = value
        return copy
    }

    /// The same client at another network address.
    package func from(_ address: String) -> Self {
        var copy = self
        copy.address = address
        return copy
    }

    package func get(_ address: String, headers: Headers = Headers()) async throws -> TestAnswer {
        try await send(.get, address, headers: headers)
    }

    package func delete(_ address: String, headers: Headers = Headers()) async throws -> TestAnswer {
        try await send(.delete, address, headers: headers)
    }

    package func post(_ address: String, _ json: JSON = [:], headers: Headers = Headers()) async throws -> TestAnswer {
        try await send(.post, address, json: json, headers: headers)
    }

    package func put(_ address: String, _ json: JSON, headers: Headers = Headers()) async throws -> TestAnswer {
        try await send(.put, address, json: json, headers: headers)
    }

    package func patch(_ address: String, _ json: JSON, headers: Headers = Headers()) async throws -> TestAnswer {
        try await send(.patch, address, json: json, headers: headers)
    }

    package func send(
        _ method: Method, _ address: String, json: JSON, headers: Headers = Headers()
    ) async throws -> TestAnswer {
        var headers = headers
        if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        return try await send(method, address, body: json.bytes, headers: headers)
    }

    /// - Parameter address: path and query, percent-encoded.
    package func send(
        _ method: Method, _ address: String, body: [UInt8] = [], headers given: Headers = Headers()
    ) async throws -> TestAnswer {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers = headers
        for name in Set(given.fields.map(\.name)) { headers[name] = nil }
        for field in given.fields { headers.add(field.name, field.value) }
        if !body.isEmpty, headers["Content-Length"] == nil { headers["Content-Length"] = String(body.count) }
        let head = Request.Head(
            method, String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: headers,
            client: self.address)
        switch service.admit(head) {
        case .refuse(let response): return TestAnswer(response)
        case .body: return try await TestAnswer(reading: await service.respond(to: Request(head, body: body)))
        case .stream:
            return try await TestAnswer(reading: await service.respond(to: Request(head, stream: BodyStream(body))))
        }
    }
}

/// What came back.
package struct TestAnswer: Sendable {
    package let status: Int
    package let headers: Headers
    package let body: [UInt8]

    package init(_ response: Response) { self.init(response, response.body) }

    /// With the bytes of a body that is read while it is sent.
    package init(reading response: Response) async throws {
        guard let slice = response.stream else {
            self.init(response)
            return
        }
        var body: [UInt8] = []
        while body.count < slice.range.count {
            body += try await slice.source.bytes(
                from: slice.range.lowerBound + body.count, most: min(65_536, slice.range.count - body.count))
        }
        self.init(response, body)
    }

    private init(_ response: Response, _ body: [UInt8]) {
        status = response.status
        headers = response.headers
        self.body = body
    }

    /// The body as JSON; null when it is none.
    package var json: JSON { (try? JSON.parse(body)) ?? .null }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The name of the problem, such as `cart-full`; nil when the answer is none.
    package var problem: String? {
        guard headers["Content-Type"] == Problem.mediaType else { return nil }
        return json["type"]?.string?.split(separator: "/").last.map(String.init)
    }

    /// The faults of a refused input, by pointer.
    package var faults: [String: String] {
        let pairs = (json["errors"]?.array ?? []).map { ($0["pointer"]?.string ?? "", $0["detail"]?.string ?? "") }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The body as a view.
    package func view<Shown: Decodable>(_ type: Shown.Type = Shown.self) throws -> Shown {
        try JSONCoding.value(type, from: body)
    }
}

/// Takes everybody for the same caller.
package struct Anybody: Authenticator {
    private let caller: Caller

    package init(_ caller: Caller) { self.caller = caller }

    /// May do everything.
    package static let staff = Self(Caller(
        .key(id: "test", name: "test"),
        grants: Dictionary(uniqueKeysWithValues: Permission.allCases.map { ($0, Scope.all) })))

    /// May do what everybody may; `secret` opens one order.
    package static func guest(secret: String? = nil) -> Self {
        Self(Caller(.guest, grants: [
            .shop: .all, .orderRead: .holding(secret: secret), .paymentCancel: .holding(secret: secret),
            .fileRead: .holding(secret: secret),
        ]))
    }

    package func caller(of head: Request.Head) async throws -> Caller { caller }
}

extension Logger {
    /// Says nothing.
    package static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
