import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Versions of models")
struct ModelVersionTests {
    private func draft(_ body: JSON, in test: OfferShop, version: Int = 0) async throws {
        if version == 0 {
            _ = try await test.staff.post(
                "/v1/products", ProductTests.changed(["id": "van", "kind": "configurable"]))
        }
        let answer = try await test.staff.put("/v1/products/van/model/draft", body, headers: ifMatch(version))
        #expect(answer.status == 200, "\(answer.text)")
    }

    private func publish(in test: OfferShop, _ headers: Headers = Headers()) async throws -> TestAnswer {
        try await test.staff.post("/v1/products/van/model/publish", [:], headers: headers)
    }

    private static let doors = Draft.group("doors", 1...1, [Draft.option("two"), Draft.option("four")])
    private static let roof = Draft.group("roof", 0...2, [Draft.option("high"), Draft.option("glass")])

    @Test("versions count up from 1, are listed latest first, and each can be read for ever")
    func counting() async throws {
        let test = try await OfferShop()
        try await draft(Draft.body([Self.doors]), in: test)
        let first = try await publish(in: test)
        #expect(first.status == 201)
        #expect(first.headers["Location"] == "/v1/products/van/model/versions/1")
        #expect(try await publish(in: test).problem == "model-unchanged")
        test.sample.time.advance(by: .hours(1))
        try await draft(Draft.body([Self.doors, Self.roof]), in: test, version: 1)
        #expect(try await publish(in: test, ifMatch(1)).problem == "changed-meanwhile")
        #expect(try await publish(in: test, ifMatch(2)).json["version"] == 2)
        let list = try await test.staff.get("/v1/products/van/model/versions?limit=1")
        #expect(list.json["items"]?[0]?["version"] == 2)
        #expect(list.json["items"]?[0]?["publishedBy"] == "staff:test")
        let rest = try await test.staff.get("/v1/products/van/model/versions?after=\(list.json["next"]?.string ?? "")")
        #expect(rest.json["items"]?.array?.map { $0["version"] } == [1])
        #expect(rest.json["next"] == nil)
        let lost = try await test.staff.get("/v1/products/van/model/versions?after=x")
        #expect(lost.faults.keys.sorted() == ["query:after"])
        let old = try await test.staff.get("/v1/products/van/model/versions/1")
        #expect(old.body == first.body)
        #expect(old.json["groups"]?.array?.count == 1)
        #expect(try await test.staff.get("/v1/products/van/model/versions/3").problem == "unknown-model-version")
        #expect(try await test.staff.get("/v1/products/van/model/versions/0").status == 404)
        #expect(try await test.shop.audited().last == "model.publish product:van")
    }

    @Test("without a draft there is nothing to publish")
    func withoutDraft() async throws {
        let test = try await OfferShop()
        _ = try await test.staff.post("/v1/products", ProductTests.changed(["id": "van", "kind": "configurable"]))
        #expect(try await publish(in: test).problem == "model-without-draft")
    }

    @Test("each option wants a price in each currency that another has")
    func unpriced() async throws {
        let test = try await OfferShop()
        let (euro, franc): (JSON, JSON) = (["amount": 1, "currency": "EUR"], ["amount": 1, "currency": "CHF"])
        try await draft(Draft.body([
            Draft.group("a", 0...1, [
                Draft.option("a1", [euro]), Draft.option("a2", [franc, euro]), Draft.option("a3", []),
            ]),
        ]), in: test)
        let answer = try await publish(in: test)
        #expect(answer.problem == "model-unpriced")
        #expect(answer.faults == [
            "#/groups/0/options/0/prices": "has no price in CHF; 0 is one",
            "#/groups/0/options/2/prices": "has no price in CHF, EUR; 0 is one",
        ])
        let free = Draft.body([Draft.group("a", 0...1, [Draft.option("a1", [])])])
        try await draft(free, in: test, version: 1)
        #expect(try await publish(in: test).faults.keys.sorted() == ["#/groups/0/options/0/prices"])
    }

    @Test("a model that leaves nothing to choose isn't published")
    func impossible() async throws {
        let test = try await OfferShop()
        try await draft(Draft.body([Self.doors, Self.roof], [
            Draft.rule("requires", "two", ["glass"]), Draft.rule("requires", "four", ["glass"]),
            Draft.rule("excludes", "glass", ["high"]), Draft.rule("requires", "glass", ["high"]),
        ]), in: test)
        let answer = try await publish(in: test)
        #expect(answer.problem == "model-impossible")
        let rules = answer.json["contradiction"]?["rules"]?.array ?? []
        #expect(rules.compactMap { $0["number"]?.integer }.sorted() == [0, 1, 2, 3])
        #expect(answer.json["contradiction"]?["groups"] == ["doors"])
        #expect(answer.faults.keys.sorted() == ["#/rules/0", "#/rules/1", "#/rules/2", "#/rules/3"])
        #expect(try await test.shop.read { db in try ConfigurationModel.latest(of: "van", in: db) } == nil)
    }

    @Test("a version warns of options that are never or always chosen, and of rules that say nothing new")
    func report() async throws {
        let test = try await OfferShop()
        let base = Draft.group("base", 1...1, [Draft.option("chassis")])
        try await draft(Draft.body([Self.doors, Self.roof, base], [
            Draft.rule("requires", "high", ["two"]), Draft.rule("requires", "high", ["four"]),
            Draft.rule("requires", "glass", ["chassis"]),
        ]), in: test)
        let checked = try await test.staff.post("/v1/products/van/model/draft/check")
        #expect(checked.json["neverChosen"] == ["high"])
        #expect(checked.json["alwaysChosen"] == ["chassis"])
        #expect(checked.json["redundant"]?.array?.map { $0["number"]?.integer } == [2])
        #expect(checked.json["contradiction"] == nil)
        #expect(try await publish(in: test).json["report"] == checked.json)
        let stored = try await test.staff.get("/v1/products/van/model/versions/1")
        #expect(stored.json["report"] == checked.json)
    }

    @Test("a draft is looked through for every market and day its rules speak of")
    func spheres() async throws {
        let test = try await OfferShop()
        let tomorrow = Day(number: test.shop.now.day.number + 1).description
        try await draft(Draft.body([Self.doors], [
            ["kind": "available", "others": ["two"], "markets": ["DE"], "message": ["en": "two in Germany"]],
            ["kind": "available", "others": ["four"], "until": .string(tomorrow), "message": ["en": "four until then"]],
        ]), in: test)
        let checked = try await test.staff.post("/v1/products/van/model/draft/check")
        #expect(checked.json["contradiction"] == nil)
        #expect(checked.json["neverChosen"] == [])
        let closed = checked.json["closed"]?.array ?? []
        #expect(closed.count == 1, "\(checked.text)")
        #expect(closed.first?["market"] == "ZZ")
    }

    @Test("the schema takes a version once, so that none is replaced")
    func immutable() async throws {
        let test = try await OfferShop()
        let insert: Statement = """
            INSERT INTO model_version (product, version, document, digest, published_at, published_by)
            SELECT product, version, '{}', digest, 0, 'x' FROM model_version
            """
        await #expect(throws: StorageFailure.self) { _ = try await test.shop.write { db in try db.run(insert) } }
    }
}
