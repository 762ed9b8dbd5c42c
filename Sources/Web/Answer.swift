import Values

/// What an endpoint answers: how it becomes a response, and how the API document describes it.
///
/// A `View` is answered as 200 with JSON; the wrappers beside it say otherwise. An answer of several kinds (201 or 202)
/// declares its own.
package protocol Answer: Sendable {
    static var described: [Described] { get }

    func response() throws -> Response

    typealias Described = AnswerDescription
}

/// One response in the API document.
package struct AnswerDescription: Sendable {
    package let status: Int
    package let content: Content
    package let headers: [String]

    package enum Content: Sendable {
        case json(any View.Type)
        case media([String])
        case none
    }

    package init(_ status: Int, _ content: Content, headers: [String] = []) {
        self.status = status
        self.content = content
        self.headers = headers
    }

    func with(header: String) -> Self { Self(status, content, headers: headers + [header]) }
}

/// What a client sees of something. `Codable` both ways: written as JSON, and read by the schema's probe.
package protocol View: Codable, Answer {}

extension View {
    package static var described: [Described] { [Described(200, .json(Self.self))] }

    package func response() throws -> Response {
        Response(200, headers: ["Content-Type": "application/json"], body: try JSONCoding.bytes(self))
    }
}

/// 201 with `Location`.
package struct Created<Shown: View>: Answer {
    package let view: Shown
    package let location: String

    package init(_ view: Shown, at location: String) {
        self.view = view
        self.location = location
    }

    package static var described: [Described] { [Described(201, .json(Shown.self), headers: ["Location"])] }

    package func response() throws -> Response {
        var response = try view.response()
        response.status = 201
        response.headers["Location"] = location
        return response
    }
}

/// 200 with `ETag`, for what staff edit: `version` counts the edits.
package struct Tagged<Shown: View>: Answer {
    package let view: Shown
    package let version: Int

    package init(_ view: Shown, version: Int) {
        self.view = view
        self.version = version
    }

    package static var described: [Described] { [Described(200, .json(Shown.self), headers: ["ETag"])] }

    package func response() throws -> Response {
        var response = try view.response()
        response.headers["ETag"] = "\"\(version)\""
        return response
    }
}

/// One page of a list, with `Link: <…>; rel="next"` when there is more (RFC 8288).
package struct Page<Shown: View>: Answer {
    package let items: [Shown]
    /// What to pass as `after` for the next page; nil on the last.
    package let next: String?

    package init(_ items: [Shown], next: String?) {
        self.items = items
        self.next = next
    }

    package static var described: [Described] { [Described(200, .json(Listing<Shown>.self), headers: ["Link"])] }

    package func response() throws -> Response {
        try Listing(items: items, next: next).response()
    }
}

/// What the pipeline needs of a page to link to the next one.
protocol Paged {
    var next: String? { get }
}

extension Page: Paged {}

/// A page's JSON: `{"items": […], "next": "…"}`.
package struct Listing<Shown: View>: View {
    package let items: [Shown]
    package let next: String?
}

/// 204.
package struct Done: Answer {
    package init() {}

    package static var described: [Described] { [Described(204, .none)] }

    package func response() -> Response { Response(204) }
}

/// Bytes of a media type, cacheable for as long as `cacheSeconds` says.
package struct Media: Answer {
    package let mediaType: String
    package let bytes: [UInt8]
    package let headers: Headers

    package init(_ mediaType: String, _ bytes: [UInt8], headers: Headers = Headers()) {
        self.mediaType = mediaType
        self.bytes = bytes
        self.headers = headers
    }

    package static var described: [Described] { [Described(200, .media(["*/*"]))] }

    package func response() -> Response {
        var response = Response(200, headers: headers, body: bytes)
        response.headers["Content-Type"] = mediaType
        return response
    }
}
