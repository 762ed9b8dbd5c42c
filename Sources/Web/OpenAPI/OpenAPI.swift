import Values

enum OpenAPI {
    static func document(of operations: [Operation], about: API.About) -> JSON { .null }
}
