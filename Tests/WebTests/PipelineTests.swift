import Testbed
import Testing
import Values
import Web

@Suite("The pipeline")
struct PipelineTests {
    let client: TestClient
    let editor: TestClient

    init() throws {
        let api = try API(
            endpoints: Counter.endpoints, authenticator: DoorKeeper(), log: .quiet,
            failure: { $0 is Counter.Busy ? .overloaded(retryAfterSeconds: 2) : nil })
        client = TestClient(api)
        editor = client.with("Authorization", "Bearer editor")
    }

    @Test("an endpoint's declaration is enough to be served")
    func served() async throws {
        let answer = try await client.post(
            "/v1/carts/c1/lines", ["product": "roof-box", "quantity": 2, "size": "large"])
        #expect(answer.status == 201)
        #expect(answer.headers["Location"] == "/v1/carts/c1/lines/roof-box")
        #expect(answer.json == ["id": "roof-box", "quantity": 2, "size": "large"])
        #expect(answer.headers["Content-Type"] == "application/json")
    }

    @Test("an unknown address is 404", arguments: [
        "/v2", "/", "/v1/carts/c1/lines/", "/v1//lines", "/v1/%zz", "/v1/carts",
    ])
    func unknownRoute(path: String) async throws {
        let answer = try await client.get(path)
        #expect(answer.status == 404)
        #expect(answer.problem == "no-such-route")
        #expect(answer.headers["X-Request-ID"] != nil)
    }

    @Test("another method is 405 and says which ones are taken")
    func wrongMethod() async throws {
        let answer = try await client.put("/v1/carts/c1/lines", [:])
        #expect(answer.status == 405)
        #expect(answer.problem == "method-not-allowed")
        #expect(answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS")
    }

    @Test("OPTIONS says which methods are taken")
    func options() async throws {
        let answer = try await client.send(.options, "/v1/carts/c1/lines/l1")
        #expect(answer.status == 204)
        #expect(answer.headers["Allow"] == "GET, HEAD, PUT, DELETE, OPTIONS")
    }

    @Test("HEAD answers like GET, without the body")
    func head() async throws {
        let whole = try await client.get("/v1/carts/c1/lines/l1")
        let answer = try await client.send(.head, "/v1/carts/c1/lines/l1")
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
        #expect(answer.headers["Content-Length"] == String(whole.body.count))
        #expect(answer.headers["ETag"] == "\"3\"")
    }

    @Test("an identifier that can't be one names nothing: 404", arguments: [
        "A", "x y", "%C3%A4", String(repeating: "a", count: 65),
    ])
    func malformedID(id: String) async throws {
        let path = "/v1/carts/\(id.replacing(" ", with: "%20"))/lines"
        let answer = try await client.get(path)
        #expect(answer.status == 404)
        #expect(answer.problem == "not-found")
    }

    @Test("a body that is not JSON is 415", arguments: [
        "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "",
    ])
    func wrongMediaType(type: String) async throws {
        let answer = try await client.post("/v1/carts/c1/lines", [:], headers: ["Content-Type": type])
        #expect(answer.status == 415)
        #expect(answer.problem == "unsupported-media-type")
        #expect(answer.headers["Accept"] == "application/json")
    }

    @Test("JSON may say its charset", arguments: [
        "Application/JSON", "application/json; charset=UTF-8", "application/json;charset=\"utf-8\"",
    ])
    func mediaTypes(type: String) async throws {
        let answer = try await client.post(
            "/v1/carts/c1/lines", ["product": "p", "quantity": 1], headers: ["Content-Type": type])
        #expect(answer.status == 201)
    }

    @Test("a body over the endpoint's limit is 413, whether it is announced or not")
    func tooLarge() async throws {
        let long = [UInt8](repeating: UInt8(ascii: " "), count: 2001)
        let json: Headers = ["Content-Type": "application/json"]
        let announced = try await client.send(.post, "/v1/carts/c1/lines", body: long, headers: json)
        #expect(announced.status == 413)
        #expect(announced.json["limitBytes"] == 2000)
        let silent = try await client.send(
            .post, "/v1/carts/c1/lines", body: long,
            headers: ["Content-Type": "application/json", "Content-Length": "20"])
        #expect(silent.problem == "body-too-large")
    }

    @Test("malformed JSON is 400, with its reason and place", arguments: [
        ("{\"product\": ", "malformed"), ("{\"a\": 1, \"a\": 2}", "duplicate-key"), ("{} x", "trailing-bytes"),
        ("{\"a\": 1e999}", "number-out-of-range"), ("{\"a\": 99999999999999999999}", "number-out-of-range"),
        ("{\"a\": \"\\ud800\"}", "lone-surrogate"),
        (String(repeating: "[", count: 100), "too-deep"), ("{\"a\": \"\\u0000\"}", "nul"),
    ])
    func malformed(text: String, reason: String) async throws {
        let answer = try await client.send(
            .post, "/v1/carts/c1/lines", body: Array(text.utf8), headers: ["Content-Type": "application/json"])
        #expect(answer.status == 400)
        #expect(answer.problem == "malformed-json")
        #expect(answer.json["reason"]?.string == reason)
        #expect(answer.json["offset"]?.integer != nil)
    }

    @Test("bytes that are no UTF-8 are malformed")
    func invalidUTF8() async throws {
        let body = Array("{\"product\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        let answer = try await client.send(
            .post, "/v1/carts/c1/lines", body: body, headers: ["Content-Type": "application/json"])
        #expect(answer.json["reason"] == "invalid-utf8")
    }

    @Test("all faults of a request are told at once, each with its place")
    func allFaults() async throws {
        let answer = try await client.post("/v1/carts/c1/lines?colour=red&colour=blue", [
            "quantity": 1000, "size": "huge", "price": 1,
            "wishes": [["text": "fine", "quantity": 1], ["text": " padded", "quantity": "two"], 7],
        ])
        #expect(answer.status == 422)
        #expect(answer.problem == "invalid-input")
        #expect(Set(answer.faults.keys) == [
            "#/product", "#/quantity", "#/size", "#/price", "#/wishes/1/text", "#/wishes/1/quantity", "#/wishes/2",
            "query:colour",
        ])
        #expect(answer.faults["#/quantity"] == "must be from 1 to 999")
        #expect(answer.faults["#/product"] == "is missing")
        #expect(answer.faults["#/price"] == "is not known here")
        #expect(answer.faults["#/size"] == "must be one of small, large")
    }

    @Test("a member of the path is not taken from the body as well")
    func pathMemberInBody() async throws {
        let answer = try await client.post("/v1/carts/c1/lines", ["cart": "c2", "product": "p", "quantity": 1])
        #expect(answer.faults == ["#/cart": "is not known here"])
    }

    @Test("a body that is no object is refused", arguments: [JSON.array([]), "text", 5, .null])
    func noObject(body: JSON) async throws {
        let answer = try await client.post("/v1/carts/c1/lines", body)
        #expect(answer.status == 422)
        #expect(answer.faults == ["#": "must be an object"])
    }

    @Test("a body left out altogether lacks each member")
    func noBody() async throws {
        let answer = try await client.send(.post, "/v1/carts/c1/lines")
        #expect(answer.faults == ["#/product": "is missing", "#/quantity": "is missing"])
    }

    @Test("null is as good as leaving an optional member out")
    func null() async throws {
        let answer = try await client.post(
            "/v1/carts/c1/lines", ["product": "p", "quantity": 1, "size": nil, "wishes": nil])
        #expect(answer.status == 201)
    }
}
