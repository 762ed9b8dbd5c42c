import Values

/// What the pipeline itself refuses, before an endpoint is asked or when it fails.
extension Problem {
    static let noSuchRoute = Problem(404, "no-such-route", "There is nothing at this address.")

    /// A path that names nothing: an identifier that can't be one.
    static let notFound = Problem(404, "not-found", "There is no such thing.")

    static func methodNotAllowed(_ allowed: [Method]) -> Problem {
        Problem(405, "method-not-allowed", "This address doesn't take that method.",
                headers: ["Allow": allowed.map(\.rawValue).joined(separator: ", ")])
    }

    static func unsupportedMediaType(_ wanted: [String]) -> Problem {
        Problem(415, "unsupported-media-type", "Send \(wanted.joined(separator: " or ")).",
                headers: ["Accept": wanted.joined(separator: ", ")])
    }

    package static func bodyTooLarge(limitBytes: Int) -> Problem {
        Problem(413, "body-too-large", "The body may have \(limitBytes) bytes at most.",
                ["limitBytes": .integer(Int64(limitBytes))])
    }

    static let otherVersion = Problem(
        412, "other-version", "What lies there now is not the version that If-Match names.")

    static func rangeNotSatisfiable(count: Int) -> Problem {
        Problem(416, "range-not-satisfiable", "None of these bytes is there: the file has \(count).",
                headers: ["Content-Range": "bytes */\(count)"])
    }

    static let unauthenticated = Problem(
        401, "unauthenticated", "This takes an API key that is known and in force.",
        headers: ["WWW-Authenticate": "Bearer realm=\"orderworks\""])

    static let notPermitted = Problem(403, "not-permitted", "Your API key doesn't permit this.")

    static func malformedJSON(_ fault: JSON.Fault) -> Problem {
        Problem(400, "malformed-json", "The body is no JSON that is taken here: \(fault.reason.inWords).",
                [
                    "reason": .string(fault.reason.name), "offset": .integer(Int64(fault.offset)),
                    "pointer": .string("#" + fault.pointer),
                ])
    }

    /// Everything that is wrong with the input, at once.
    package static func invalidInput(_ faults: [Fault]) -> Problem {
        Problem(422, "invalid-input", "The input has faults; each is listed.", faults: faults)
    }

    /// The server has more to do than it can; `retryAfterSeconds` from now it may not.
    package static func overloaded(retryAfterSeconds: Int) -> Problem {
        Problem(503, "overloaded", "The shop is busy; try again shortly.",
                headers: ["Retry-After": String(retryAfterSeconds)])
    }

    static func broken(requestID: String) -> Problem {
        Problem(500, "internal", "Something went wrong on our side.", ["requestID": .string(requestID)])
    }
}

extension JSON.Fault.Reason {
    /// Stable, for programs.
    fileprivate var name: String {
        switch self {
        case .malformed: "malformed"
        case .trailingBytes: "trailing-bytes"
        case .tooDeep: "too-deep"
        case .tooLarge: "too-large"
        case .tooMany: "too-many"
        case .duplicateKey: "duplicate-key"
        case .invalidUTF8: "invalid-utf8"
        case .loneSurrogate: "lone-surrogate"
        case .nul: "nul"
        case .numberOutOfRange: "number-out-of-range"
        }
    }
}

extension Problem {
    /// As RFC 9457 writes it. The type is relative to the server, with its full path as section 3.1.1 recommends.
    package var json: JSON {
        var object: JSON.Object = [
            "type": .string("/problems/\(name)"), "title": .string(title), "status": .integer(Int64(status)),
        ]
        for member in members { object[member.name] = member.value }
        if !faults.isEmpty {
            object["errors"] = .array(faults.map { ["pointer": .string($0.pointer), "detail": .string($0.detail)] })
        }
        return .object(object)
    }

    package static let mediaType = "application/problem+json"

    package var response: Response {
        var fields = Headers(headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
        fields["Content-Type"] = Self.mediaType
        return Response(status, headers: fields, body: json.bytes)
    }
}
