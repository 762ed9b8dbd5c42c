import Foundation
import Testbed
import Testing
import Values
import Web

@Suite("The API document")
struct OpenAPITests {
    let api: API

    init() throws {
        let endpoints: [any Endpoint] = Counter.endpoints + [ReadLiveness(), ReadRules()]
        api = try API(endpoints: endpoints, authenticator: DoorKeeper(), log: .quiet)
    }

    /// Takes and answers a type that contains itself.
    struct ReadRules: Endpoint {
        static let route = Route(.post, "/v1/rules", .shop)
        static let summary = "Gives a rule back."
        struct Input: Decodable, Sendable { let rule: JSON; let nested: Nested? }
        func answer(_ input: Input, for caller: Caller) async throws -> Done { Done() }
    }

    struct Nested: SchemaDeclaring, Sendable {
        static let schema = Schema.object([.optional("inner", .reference(to: Nested.self).nullable)])
        init(from decoder: any Decoder) throws {}
    }

    @Test("is a valid OpenAPI 3.1 document")
    func valid() async throws {
        let bytes = api.document.bytes
        let (code, said) = try await blocking { try Self.validate(bytes) }
        #expect(code == 0, "\(said)")
    }

    private static func validate(_ document: [UInt8]) throws -> (code: Int32, said: String) {
        let python = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"] ?? "/usr/bin/env"
        let folder = try TemporaryFolder()
        let path = folder.path + "/openapi.json"
        try Data(document).write(to: URL(fileURLWithPath: path))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = (python.hasSuffix("/env") ? ["python3"] : []) + ["-m", "openapi_spec_validator", path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    @Test("is served as it is, and describes every endpoint, itself too")
    func served() async throws {
        let answer = try await TestClient(api).get("/openapi.json")
        #expect(answer.json == api.document)
        let paths = try #require(answer.json["paths"]?.object)
        #expect(paths.members.map(\.name).sorted() == [
            "/health/live", "/openapi.json", "/v1/break", "/v1/carts/{cart}/lines", "/v1/carts/{cart}/lines/{line}",
            "/v1/carts/{cart}/order", "/v1/news", "/v1/pictures/{picture}", "/v1/rules",
        ])
    }

    @Test("says of an operation what it takes, answers and refuses")
    func operation() throws {
        let operation = try #require(api.document["paths"]?["/v1/carts/{cart}/lines"]?["post"])
        #expect(operation["operationId"] == "CounterPutLine")
        #expect(operation["tags"] == ["carts"])
        #expect(operation["parameters"]?[0]?["in"] == "path")
        #expect(operation["requestBody"]?["required"] == true)
        let statuses = Set((operation["responses"]?.object?.members ?? []).map(\.name))
        #expect(statuses == ["201", "400", "401", "404", "409", "413", "415", "422", "500", "503"])
        let refusals = operation["responses"]?["409"]?["content"]?["application/problem+json"]?["examples"]
        #expect(refusals?["sold-out"]?["value"]?["left"] == 2)
        let input = try #require(api.document["components"]?["schemas"]?["CounterPutLineInput"])
        #expect(input["required"] == ["product", "quantity"])
        #expect(input["properties"]?["cart"] == nil)
        #expect(input["additionalProperties"] == false)
    }

    @Test("header fields and pages stand among the parameters")
    func parameters() throws {
        let paths = api.document["paths"]
        let order = paths?["/v1/carts/{cart}/order"]?["post"]
        #expect(order?["parameters"]?[1]?["name"] == "Idempotency-Key")
        #expect(order?["parameters"]?[1]?["in"] == "header")
        #expect(order?["requestBody"] == nil)
        let list = try #require(paths?["/v1/carts/{cart}/lines"]?["get"]?["parameters"]?.array)
        #expect(list.compactMap { $0["name"]?.string } == ["cart", "size", "isGift", "limit", "after"])
    }

    @Test("a type that contains itself points to itself")
    func recursion() throws {
        let nested = try #require(api.document["components"]?["schemas"]?["OpenAPITestsNested"])
        #expect(nested["properties"]?["inner"]?["anyOf"]?[0]?["$ref"] == "#/components/schemas/OpenAPITestsNested")
    }
}
