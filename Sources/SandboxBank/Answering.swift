import Logging
import Synchronization
import Values
import Web

extension SandboxBank {
    package func admit(_ head: Request.Head) -> Admission { .body(limitBytes: Self.bodyLimit) }

    package func respond(to request: Request) async -> Response {
        let visit = Visit(at: clock.now, chance: chance, bankURL: settings.publicURL ?? Self.address(request.head))
        let isRoom = requestsInFlight.withLock { count in
            count += 1
            return count <= Self.inFlightLimit
        }
        defer { requestsInFlight.withLock { $0 -= 1 } }
        do throws(StripeError) {
            guard isRoom else { throw StripeError.tooManyRequests }
            return try await answer(request, during: visit)
        } catch {
            return Self.response(error, during: visit)
        }
    }

    private func answer(_ request: Request, during visit: Visit) async throws(StripeError) -> Response {
        let head = request.head
        guard let operation = Operation(head) else { throw .unknownURL(head) }
        if case .visit(let page) = operation { return try await show(page, request, during: visit) }
        guard isLetIn(head) else { throw .notLetIn(shown: head.headers["Authorization"] != nil) }
        switch operation {
        case .change(let wish):
            let form = try Form(request)
            return try await change(wish.targets(form), Asked(head, form), during: visit) { () throws(StripeError) in
                try wish.errand(form)
            }
        case .look(let question):
            let form = try Form(urlEncoded: head.query.utf8)
            let body = try await settled { books throws(StripeError) in try books.answer(question, form, visit) }
            return Self.response(200, body, during: visit)
        case .faults, .fault: return try answerFaults(operation, request, during: visit)
        case .visit: throw .unknownURL(head)
        }
    }

    /// What the books say once everything in them is safe: nobody is told of a charge that a crash could take back.
    func settled(_ look: (Books) throws(StripeError) -> JSON) async throws(StripeError) -> [UInt8] {
        let (json, number) = try books.withLock { books throws(StripeError) in (try look(books), journal.last) }
        try await keep(through: number)
        return json.bytes
    }

    func keep(through number: Int) async throws(StripeError) {
        do {
            try await journal.durable(through: number)
        } catch {
            log.critical("\(error)")
            throw .brokenDown
        }
    }

    static func response(_ status: Int, _ body: [UInt8], during visit: Visit) -> Response {
        Response(status, headers: ["Content-Type": "application/json", "Request-Id": visit.requestID], body: body)
    }

    static func response(_ error: StripeError, during visit: Visit) -> Response {
        var response = response(error.status, error.json.bytes, during: visit)
        if error.status == 401 { response.headers["WWW-Authenticate"] = "Bearer realm=\"Sandbox bank\"" }
        return response
    }

    /// Where the buyer finds the bank, when nobody said: where the shop found it.
    private static func address(_ head: Request.Head) -> String {
        let host = head.headers["Host"] ?? "localhost"
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                 UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"),
                 UInt8(ascii: "["), UInt8(ascii: "]"): true
            default: false
            }
        }
        return "http://\(isPlain ? host : "localhost")"
    }
}

extension SandboxBank {
    private func answerFaults(
        _ operation: Operation, _ request: Request, during visit: Visit
    ) throws(StripeError) -> Response {
        switch (request.head.method, operation) {
        case (.get, .faults): break
        case (.post, .faults):
            let fault = try Fault(id: visit.newID("fault"), try Form(request))
            try faults.add(fault)
            return Self.response(200, fault.json.bytes, during: visit)
        case (.delete, .faults): faults.removeAll()
        case (.delete, .fault(let id)):
            guard faults.remove(id) else { throw .noSuch("fault", id.text, param: "id") }
        default: throw .unknownURL(request.head)
        }
        let list: JSON = ["object": "list", "data": .array(faults.all.map(\.json)), "has_more": false,
                          "url": "/sandbox/faults"]
        return Self.response(200, list.bytes, during: visit)
    }
}

extension Form {
    /// Stripe takes forms only; the sandbox's own requests may be JSON too.
    init(_ request: Request) throws(StripeError) {
        let type = request.head.headers["Content-Type"]?.prefix { $0 != ";" }.lowercased()
        switch type {
        case nil where request.body.isEmpty, "application/x-www-form-urlencoded":
            try self.init(urlEncoded: request.body)
        case "application/json" where request.head.path.hasPrefix("/sandbox/"): try self.init(json: request.body)
        default:
            guard request.body.isEmpty else {
                throw StripeError(400, .invalidRequest, nil, "Invalid request (check that your POST content type is "
                    + "application/x-www-form-urlencoded).", isStored: false)
            }
            try self.init(urlEncoded: [])
        }
    }
}

extension StripeError {
    static func notLetIn(shown: Bool) -> Self {
        StripeError(401, .invalidRequest, nil, shown ? "Invalid API Key provided." : "You did not provide an API key. "
            + "Provide it in the Authorization header, using Bearer auth.", isStored: false)
    }
}
