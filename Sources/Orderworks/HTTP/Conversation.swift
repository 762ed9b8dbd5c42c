import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Values
import Web

/// One request and its answer, between the library's types and the house's.
struct Conversation: Sendable {
    let service: any HTTPService
    let limits: Server.Limits
    /// Whether clients come over TLS, ours or that of a proxy before us.
    let isSecure: Bool
    /// Whether this server encrypts what it sends.
    let isEncrypted: Bool
    let quiescence: Quiescence
    let log: Logger

    /// Names are checked and folded each time they are made; these go with almost every answer.
    private static let usualNames: [String: HTTPField.Name] = Dictionary(uniqueKeysWithValues: [
        "Content-Type", "ETag", "Location", "Link", "X-Request-ID", "X-Content-Type-Options", "Referrer-Policy",
        "Content-Security-Policy", "Cache-Control",
    ].compactMap { name in HTTPField.Name(name).map { (name, $0) } })

    /// What every answer carries that doesn't say otherwise itself: whatever answered it, no browser guesses its type,
    /// shows it in a frame, runs anything of it, or tells others where it came from.
    private static let always = fields([
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ])
    /// The same over TLS: for a year, as browsers' lists of such sites ask for.
    private static let alwaysSecure =
        always + fields([("Strict-Transport-Security", "max-age=31536000; includeSubDomains")])

    private static func fields(_ fields: [(String, String)]) -> [HTTPField] {
        fields.compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } }
    }

    /// Ends a connection on which a body is still coming that nobody wants, or an answer is to be lost.
    struct Unwanted: Error {}

    /// What is sent for a request whose answer is at hand. Never the last of its connection: nobody would end that
    /// behind it.
    typealias Found = (head: HTTPResponse, body: ByteBuffer?)

    /// The answer to a request that only reads, if it is at hand.
    func atHand(_ request: HTTPRequest) -> Found? {
        guard Self.onlyReads(request), !quiescence.hasBegun else { return nil }
        let head = Web.Request.Head(request, client: nil)
        return head.isWhole ? found(head) : nil
    }

    /// Whether `refusal` is worth asking for once the request is here to its end: while others are turned away, of one
    /// that doesn't only read and whose body is short.
    func mayBeRefused(_ request: HTTPRequest) -> Bool {
        guard service.turnsAway, !Self.onlyReads(request) else { return false }
        return Web.Request.Head(request, client: nil).hasShortBody
    }

    /// The answer to such a request, when it is turned away.
    func refusal(of request: HTTPRequest) -> Found? {
        quiescence.hasBegun ? nil : found(Web.Request.Head(request, client: nil))
    }

    private static func onlyReads(_ request: HTTPRequest) -> Bool { request.method == .get || request.method == .head }

    private func found(_ head: Web.Request.Head) -> Found? {
        guard let response = service.atHand(head), response.stream == nil else { return nil }
        return (
            HTTPResponse(status: .init(code: response.status), headerFields: fields(of: response, isLast: false)),
            response.body.isEmpty ? nil : ByteBuffer(bytes: response.body)
        )
    }

    func answer(
        _ request: HummingbirdCore.Request, _ writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        let head = Web.Request.Head(
            request.head, client: limits.client(channel.remoteAddress?.ipAddress, request.head.headerFields))
        switch service.admit(head) {
        case .refuse(let response): try await refuse(response, request, writer, on: channel)
        case .body(let limitBytes):
            if head.expectsContinue {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            let incoming = IncomingBody(request.body.makeAsyncIterator(), limitBytes: limitBytes, limits)
            let body: [UInt8]
            do {
                body = try await read(incoming)
            } catch is IncomingBody.TooLong {
                let response = service.refuseBody(of: head, limitBytes: limitBytes)
                try await write(response, closing: true, writer, on: channel)
                return try await letGo(incoming, on: channel)
            }
            let response = await service.respond(to: Web.Request(head, body: body))
            if response.isDropped { throw Unwanted() }
            try await write(response, closing: false, writer, on: channel)
        case .stream(let limitBytes):
            if head.expectsContinue {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            let incoming = IncomingBody(request.body.makeAsyncIterator(), limitBytes: limitBytes, limits)
            let announced = request.headers[.contentLength].flatMap { Int($0) }
            let stream = BodyStream(announced: announced) {
                do {
                    return try await incoming.next().map { Array($0.readableBytesView) }
                } catch is IncomingBody.TooLong {
                    throw Problem.bodyTooLarge(limitBytes: limitBytes)
                } catch is Pace.TooSlow {
                    throw Problem(408, "body-too-slow", "The body came too slowly.")
                }
            }
            let response = await service.respond(to: Web.Request(head, stream: stream))
            try await write(response, closing: !incoming.isRead, writer, on: channel)
            if !incoming.isRead { try await letGo(incoming, on: channel) }
        }
    }

    /// Answers before the body is read. A long one is not waited for: the connection ends.
    private func refuse(
        _ response: Web.Response, _ request: HummingbirdCore.Request, _ writer: consuming ResponseWriter,
        on channel: any Channel
    ) async throws {
        let announced = request.headers[.contentLength].map { Int($0) ?? .max }
        let isLong = announced.map { $0 > limits.refusedBytes } ?? request.headers.contains(.transferEncoding)
        try await write(response, closing: isLong, writer, on: channel)
        let incoming = IncomingBody(request.body.makeAsyncIterator(), limitBytes: .max, limits)
        // A short one is read to its end, so that the connection may go on; not slower than any other.
        guard isLong else { return try await incoming.waste(limits.refusedBytes) }
        try await letGo(incoming, on: channel)
    }

    private func read(_ incoming: IncomingBody) async throws -> [UInt8] {
        var body: [UInt8] = []
        while let part = try await incoming.next() { body.append(contentsOf: part.readableBytesView) }
        return body
    }

    /// Says that nothing more is coming, and lets the client read why: a connection closed over unread bytes would be
    /// reset, and the answer lost with it (RFC 9112, section 9.6). The idle timeout bounds the wait.
    private func letGo(_ incoming: IncomingBody, on channel: any Channel) async throws {
        try? await channel.close(mode: .output)
        try await incoming.waste(limits.refusedBytes)
        throw Unwanted()
    }

    private func write(
        _ response: Web.Response, closing: Bool, _ writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        // Told to stop, it ends each connection with the answer under way; a client that knows sends nothing after it
        // (RFC 9112, section 9.6).
        let fields = fields(of: response, isLast: closing || quiescence.hasBegun)
        let head = HTTPResponse(status: .init(code: response.status), headerFields: fields)
        if let slice = response.stream {
            let body = try await writer.writeHead(head)
            try await Sending(limits: limits, channel: channel, isOpen: !isEncrypted).send(slice)
            return try await body.finish(nil)
        }
        try await writer.write(
            response: head,
            body: response.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
    }

    /// Looks names up in the response, since looking one up in the library's fields has it index them.
    private func fields(of response: Web.Response, isLast: Bool) -> HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(response.headers.fields.count + Self.alwaysSecure.count + 3)
        for field in response.headers.fields {
            guard let name = Self.usualNames[field.name] ?? HTTPField.Name(field.name) else {
                log.error("no such header field", metadata: ["name": "\(field.name)"])
                continue
            }
            fields.append(HTTPField(name: name, value: field.value))
        }
        for field in isSecure ? Self.alwaysSecure : Self.always
        where response.headers[field.name.rawName] == nil { fields.append(field) }
        fields.append(HTTPField(name: .date, value: HTTPDate.text(at: SystemTime().now)))
        if isLast { fields.append(HTTPField(name: .connection, value: "close")) }
        // RFC 9110, section 8.6: these two have none.
        if response.headers["Content-Length"] == nil, response.status != 204, response.status != 304 {
            fields.append(HTTPField(name: .contentLength, value: String(response.bodyCount)))
        }
        return fields
    }
}

extension Server.Limits {
    /// Who asks: the other end of the connection, or whom the proxies in front of it saw. Each proxy writes whom it saw
    /// behind what was there, so that the entries of our own are the last ones, and a client can't make them up.
    fileprivate func client(_ peer: String?, _ fields: HTTPFields) -> String? {
        guard proxies > 0, let name = HTTPField.Name("X-Forwarded-For") else { return peer }
        let seen = fields[values: name].joined(separator: ",").split(separator: ",")
        guard seen.count >= proxies else { return peer }
        let address = seen[seen.count - proxies].filter { $0 != " " }
        return address.utf8.count <= 45 && address.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
            ? String(address) : peer
    }
}

extension Web.Request.Head {
    fileprivate init(_ head: HTTPRequest, client: String?) {
        let method = Web.Method(rawValue: head.method.rawValue) ?? .other
        var headers = Headers()
        if let host = head.authority { headers.add("Host", host) }
        for field in head.headerFields { headers.add(field.name.rawName, field.value) }
        let target = Self.originForm(head.path ?? "/")
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(method, String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: headers,
            client: client)
    }

    /// A proxy may send the whole address (RFC 9112, section 3.2.2).
    private static func originForm(_ target: String) -> Substring {
        guard !target.hasPrefix("/") else { return target[...] }
        for scheme in ["http://", "https://"] where target.hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
        }
        return target[...]
    }

    /// Whether it is all of its request.
    fileprivate var isWhole: Bool {
        headers["Content-Length"] == nil && headers["Transfer-Encoding"] == nil && headers["Expect"] == nil
    }

    /// Whether there is none, or one that comes with its head, as a rule.
    fileprivate var hasShortBody: Bool {
        guard headers["Transfer-Encoding"] == nil, headers["Expect"] == nil else { return false }
        guard let announced = headers["Content-Length"] else { return true }
        return Int(announced).map { $0 <= Self.shortBytes } ?? false
    }

    private static let shortBytes = 4096

    fileprivate var expectsContinue: Bool { headers["Expect"]?.lowercased() == "100-continue" }
}
