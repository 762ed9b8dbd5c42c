import Testbed
import Testing
import Values
import Web

@Suite("Queries, header fields and pages")
struct QueryTests {
    let client: TestClient

    init() throws {
        client = TestClient(try API(endpoints: Counter.endpoints, authenticator: DoorKeeper(), log: .quiet))
    }

    @Test("a query is read by its schema: integers, truth values, lists")
    func typed() async throws {
        let answer = try await client.get("/v1/carts/c1/lines?limit=2&isGift=true&size=small&size=large")
        #expect(answer.status == 200)
        #expect(answer.json["items"] == [
            ["id": "a", "quantity": 2, "size": "large"], ["id": "b", "quantity": 2, "size": "large"],
        ])
    }

    @Test("unknown, repeated and ill-typed parameters are refused, all at once")
    func faults() async throws {
        let answer = try await client.get(
            "/v1/carts/c1/lines?limit=0&isGift=yes&isGift=no&size=huge&colour=red&x=%ff&y=a%00")
        #expect(answer.status == 422)
        #expect(answer.faults == [
            "query:limit": "must be from 1 to 100", "query:isGift": "is given more than once",
            "query:size/0": "must be one of small, large", "query:colour": "is not known here",
            "query:x": "is no percent-encoded UTF-8 text", "query:y": "is no percent-encoded UTF-8 text",
        ])
    }

    @Test("a parameter that is wanted and missing is named")
    func missing() async throws {
        #expect(try await client.get("/v1/break").faults == ["query:how": "is missing"])
    }

    @Test("a page links to the next one by the same query, and the last one doesn't")
    func pages() async throws {
        let first = try await client.get("/v1/carts/c1/lines?limit=2&isGift=false")
        #expect(first.json["next"] == "b")
        #expect(first.headers["Link"] == "</v1/carts/c1/lines?limit=2&isGift=false&after=b>; rel=\"next\"")
        let last = try await client.get("/v1/carts/c1/lines?limit=2&isGift=false&after=b")
        #expect(last.json["items"]?.array?.count == 2)
        #expect(last.json["next"] == nil)
        #expect(last.headers["Link"] == nil)
    }

    @Test("a cursor that is none of the list's is a fault of the query")
    func badCursor() async throws {
        let answer = try await client.get("/v1/carts/c1/lines?after=UP")
        #expect(answer.status == 422)
        #expect(answer.faults["query:after"] != nil)
    }

    @Test("a plus and an escape in a query are decoded")
    func escapes() async throws {
        #expect(try await client.get("/v1/break?how=%70lainly").status == 410)
        #expect(try await client.get("/v1/break?how=+plainly").status == 422)
    }

    @Test("a key for the intent is wanted where the endpoint says so: 400 without")
    func idempotencyKey() async throws {
        let without = try await client.post("/v1/carts/c1/order")
        #expect(without.status == 400)
        #expect(without.problem == "idempotency-key-missing")
        let with = try await client.post("/v1/carts/c1/order", headers: ["Idempotency-Key": "Äh".lowercased()])
        #expect(with.faults["header:Idempotency-Key"] != nil)
        let longest = String(repeating: "k", count: 255)
        let good = try await client.post("/v1/carts/c1/order", headers: ["idempotency-key": longest])
        #expect(good.json["key"]?.string == longest)
        let longer = try await client.post("/v1/carts/c1/order", headers: ["Idempotency-Key": longest + "k"])
        #expect(longer.status == 422)
    }

    @Test("whoever edits says what version was seen: 428 without, 412 when it is an old one")
    func editVersion() async throws {
        let editor = client.with("Authorization", "Bearer editor")
        let path = "/v1/carts/c1/lines/l1"
        #expect(try await editor.put(path, ["quantity": 1]).problem == "precondition-required")
        let old = try await editor.put(path, ["quantity": 1], headers: ["If-Match": "\"2\""])
        #expect(old.status == 412)
        #expect(old.problem == "changed-meanwhile")
        #expect(old.json["currentVersion"] == 3)
        let good = try await editor.put(path, ["quantity": 1], headers: ["If-Match": "\"3\""])
        #expect(good.status == 200)
        #expect(good.headers["ETag"] == "\"4\"")
        #expect(try await editor.put(path, ["quantity": 1], headers: ["If-Match": "3"]).status == 422)
    }

    @Test("a client that has this very version gets 304")
    func unchanged() async throws {
        let answer = try await client.get("/v1/carts/c1/lines/l1", headers: ["If-None-Match": "\"1\", W/\"3\""])
        #expect(answer.status == 304)
        #expect(answer.body.isEmpty)
        #expect(try await client.get("/v1/carts/c1/lines/l1", headers: ["If-None-Match": "\"2\""]).status == 200)
    }

    @Test("a header field that an endpoint names is a member of its input")
    func namedHeader() async throws {
        #expect(try await client.post("/v1/news", ["event": [1]]).faults == ["header:Stripe-Signature": "is missing"])
        var twice = Headers()
        twice.add("Stripe-Signature", "a")
        twice.add("stripe-signature", "b")
        #expect(try await client.post("/v1/news", ["event": 1], headers: twice).status == 422)
        let deep = try await client.post(
            "/v1/news", ["event": ["deep": [1]]], headers: ["Stripe-Signature": "t=1"])
        #expect(deep.status == 204)
    }

    @Test("an upload is taken in its media types, up to its limit")
    func upload() async throws {
        let editor = client.with("Authorization", "Bearer editor")
        let picture: [UInt8] = [0x89, 0x50, 0, 255]
        let good = try await editor.send(
            .put, "/v1/pictures/p1", body: picture, headers: ["Content-Type": "image/png"])
        #expect(good.status == 200)
        #expect(good.body == picture)
        #expect(good.headers["Content-Type"] == "image/png")
        let gif = try await editor.send(
            .put, "/v1/pictures/p1", body: picture, headers: ["Content-Type": "image/gif"])
        #expect(gif.status == 415)
        let large = try await editor.send(
            .put, "/v1/pictures/p1", body: [UInt8](repeating: 0, count: 101), headers: ["Content-Type": "image/png"])
        #expect(large.status == 413)
    }
}
