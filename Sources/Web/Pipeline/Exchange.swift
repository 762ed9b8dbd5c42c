import Values

extension Body {
    /// What a request may carry where nobody reads it.
    static let ignoredLimitBytes = 64 * 1024
}

extension Operation {
    /// In metrics and logs: `GET /v1/carts/{cart}`.
    var label: String { "\(route)" }

    /// Checks what can be checked before the body is read, and says how long it may be.
    func admit(_ head: Request.Head) throws(Problem) -> Int {
        let limitBytes: Int
        let contentType = head.headers["Content-Type"]
        // HTTP/1.1 announces a body by one of these two fields (RFC 9112, section 6).
        let announced = head.headers["Content-Length"].flatMap { Int($0) }
        let hasBody = announced.map { $0 > 0 } ?? (head.headers["Transfer-Encoding"] != nil)
        switch input.bodyRule {
        case .json(let limit) where input.body != nil:
            limitBytes = limit
            guard (!hasBody && contentType == nil) || MediaType.isJSON(contentType ?? "") else {
                throw .unsupportedMediaType(["application/json"])
            }
        case .upload(let mediaTypes, let limit), .stream(let mediaTypes, let limit):
            limitBytes = limit
            guard mediaTypes.contains(MediaType.essence(contentType ?? "")) else {
                throw .unsupportedMediaType(mediaTypes)
            }
        default: limitBytes = Body.ignoredLimitBytes
        }
        if let announced, announced > limitBytes { throw .bodyTooLarge(limitBytes: limitBytes) }
        return limitBytes
    }
}

extension Request.Head {
    /// This address again, from `cursor` on (RFC 8288).
    func link(toNext cursor: String) -> String {
        let kept = query.split(separator: "&").filter { $0 != "after" && !$0.hasPrefix("after=") }
        let query = (kept.map(String.init) + ["after=\(Percent.encoded(cursor))"]).joined(separator: "&")
        return "<\(path)?\(query)>; rel=\"next\""
    }

    /// Whether the client has this very answer already (RFC 9110, section 13.1.2).
    func isUnchanged(_ response: Response) -> Bool {
        guard method == .get || method == .head, response.status == 200, let tag = response.headers["ETag"],
              let known = headers["If-None-Match"] else { return false }
        return known == "*" || known.split(separator: ",").contains { candidate in
            let candidate = candidate.drop { $0 == " " }
            return candidate == tag || candidate.dropFirst(candidate.hasPrefix("W/") ? 2 : 0) == tag
        }
    }
}

extension Response {
    var notModified: Response {
        var response = Response(304)
        for name in ["ETag", "Cache-Control", "Last-Modified"] { response.headers[name] = headers[name] }
        return response
    }

    /// With what each response carries; the adapter adds what is the same for all. HEAD has no body.
    func finished(requestID: String, for method: Method) -> Response {
        var response = self
        response.headers["X-Request-ID"] = requestID
        if response.headers["Cache-Control"] == nil {
            response.headers["Cache-Control"] = response.headers["ETag"] == nil ? "no-store" : "no-cache"
        }
        if method == .head {
            response.headers["Content-Length"] = String(bodyCount)
            response.body = []
            response.stream = nil
        }
        return response
    }
}

extension Route: CustomStringConvertible {
    package var description: String { "\(method.rawValue) \(path)" }
}
