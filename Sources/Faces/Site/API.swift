import Values
import Web

extension Visit {
    /// The shop's endpoints, asked from within the program through the same pipeline as from outside: the same checks,
    /// the same permissions, the same answers.
    struct API: Sendable {
        private let service: any HTTPService
        private let bearer: String?
        /// The network address of who visits, against whom wrong passwords are counted.
        private let client: String?

        /// `bearer` is a session or the secret of an order; without it, a guest asks.
        init(_ service: any HTTPService, bearer: String? = nil, client: String? = nil) {
            self.service = service
            self.bearer = bearer
            self.client = client
        }

        func with(bearer: String) -> API { API(service, bearer: bearer, client: client) }

        /// `query` is percent-encoded, as `Fields.query` makes it.
        func get(_ path: String, _ query: String = "") async -> Reply { await send(.get, path, query: query) }

        /// `key` is sent as Idempotency-Key, `ifMatch` is the version an edit starts from.
        func post(_ path: String, _ json: JSON = [:], key: String? = nil, ifMatch: String? = nil) async -> Reply {
            await send(.post, path, json, key: key, ifMatch: ifMatch)
        }

        func put(_ path: String, _ json: JSON, ifMatch: String? = nil) async -> Reply {
            await send(.put, path, json, ifMatch: ifMatch)
        }

        func delete(_ path: String) async -> Reply { await send(.delete, path) }

        /// Sends a body that is no JSON, such as a picture.
        func post(_ path: String, query: String = "", _ bytes: [UInt8], as mediaType: String) async -> Reply {
            await send(.post, path, query: query, bytes, headers: ["Content-Type": mediaType])
        }

        private func send(
            _ method: Method, _ path: String, query: String = "", _ json: JSON? = nil, key: String? = nil,
            ifMatch: String? = nil
        ) async -> Reply {
            var headers = Headers()
            if let key { headers.add("Idempotency-Key", key) }
            if let ifMatch { headers.add("If-Match", ifMatch) }
            if json != nil { headers.add("Content-Type", "application/json") }
            return await send(method, path, query: query, json?.bytes ?? [], headers: headers)
        }

        private func send(
            _ method: Method, _ path: String, query: String, _ body: [UInt8], headers: Headers
        ) async -> Reply {
            var headers = headers
            if let bearer { headers.add("Authorization", "Bearer \(bearer)") }
            if !body.isEmpty { headers.add("Content-Length", String(body.count)) }
            let head = Request.Head(method, path, query: query, headers: headers, client: client)
            return await answer(service.admit(head), head, body)
        }

        private func answer(_ admission: Admission, _ head: Request.Head, _ body: [UInt8]) async -> Reply {
            switch admission {
            case .refuse(let response): return Reply(response)
            case .body(let limitBytes) where body.count > limitBytes:
                return Reply(service.refuseBody(of: head, limitBytes: limitBytes))
            case .stream(let limitBytes) where body.count > limitBytes:
                return Reply(service.refuseBody(of: head, limitBytes: limitBytes))
            case .stream: return Reply(await service.respond(to: Request(head, stream: BodyStream(body))))
            case .body: return Reply(await service.respond(to: Request(head, body: body)))
            }
        }
    }
}

/// What an endpoint answered.
struct Reply: Sendable {
    let status: Int
    let headers: Headers
    /// Null when the answer has no JSON.
    let json: JSON
    /// As it came, for an answer that is no JSON: a picture.
    let bytes: [UInt8]

    init(_ response: Response) {
        status = response.status
        headers = response.headers
        json = (try? JSON.parse(response.body)) ?? .null
        bytes = response.body
    }

    var isDone: Bool { (200..<300).contains(status) }

    /// The name of the problem, such as `cart-full`; nil when the answer is none.
    var problem: String? {
        guard headers["Content-Type"] == Problem.mediaType else { return nil }
        return json["type"]?.string?.split(separator: "/").last.map(String.init)
    }

    /// What the problem says, one sentence; English, as the API speaks.
    var title: String { json["title"]?.string ?? "" }

    /// What is wrong with each field, by JSON pointer: `#/invoiceAddress/city`.
    var faults: [String: String] {
        let pairs = (json["errors"]?.array ?? []).map { ($0["pointer"]?.string ?? "", $0["detail"]?.string ?? "") }
        return Dictionary(pairs) { first, _ in first }
    }
}
