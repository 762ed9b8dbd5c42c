import Values

/// Shows what the API takes and answers, for programs.
struct ReadOpenAPI: Endpoint {
    static let route = Route(.get, "/openapi.json", .shop)
    static let summary = "Shows what the API takes and answers, as an OpenAPI 3.1 document."

    let document: [UInt8]

    func answer(_ input: Nothing, for caller: Caller) async throws -> Document {
        Document(bytes: document)
    }

    struct Document: Answer {
        let bytes: [UInt8]

        static var described: [Described] { [Described(200, .media(["application/json"]))] }

        func response() -> Response {
            Response(200, headers: ["Content-Type": "application/json", "Cache-Control": "no-cache"], body: bytes)
        }
    }
}
