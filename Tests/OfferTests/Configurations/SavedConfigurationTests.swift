import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Configurations under way")
struct SavedConfigurationTests {
    private func begin(_ shop: DeskShop, _ choices: [String] = []) async throws -> (path: String, answer: TestAnswer) {
        let answer = try await shop.test.guest.post("/v1/configurations", [
            "product": "desk", "choices": .array(choices.map(JSON.string)),
        ])
        #expect(answer.status == 201, "\(answer.text)")
        let path = try #require(answer.headers["Location"])
        #expect(path == "/v1/configurations/\(answer.json["id"]?.string ?? "")")
        return (path, answer)
    }

    private func choose(
        _ choices: [String], _ path: String, in shop: DeskShop, drop: [String] = []
    ) async throws -> TestAnswer {
        try await shop.test.guest.post("\(path)/choices", [
            "choices": .array(choices.map(JSON.string)), "drop": .array(drop.map(JSON.string)),
        ])
    }

    private func standing(_ option: String, _ answer: TestAnswer) -> JSON? {
        answer.json["check"]?["standings"]?.array?.first { $0["option"]?.string == option }
    }

    @Test("a buyer chooses, takes back and undoes, and is told how everything stands")
    func steps() async throws {
        let shop = try await DeskShop()
        let (path, first) = try await begin(shop)
        #expect(first.json["choices"] == [])
        #expect(first.json["check"]?["valid"] == true)
        let motor = try await choose(["motor", "length=180"], path, in: shop)
        #expect(motor.json["choices"] == ["motor", "length=180"])
        #expect(standing("motor", motor)?["state"] == "chosen")
        #expect(standing("cable-duct", motor)?["state"] == "byRule")
        #expect(standing("beech", motor)?["state"] == "byDefault")
        #expect(standing("oak", motor)?["state"] == "possible")
        #expect(standing("oak", motor)?["drops"] == ["beech"])
        #expect(motor.json["check"]?["unitPrice"]?["amount"] == 79_700)
        let fixed = try await choose(["fixed", "length=170"], path, in: shop)
        #expect(fixed.json["choices"] == ["fixed", "length=170"])
        let shorter = try await shop.test.guest.delete("\(path)/choices/length")
        #expect(shorter.json["choices"] == ["fixed"])
        #expect(try await shop.test.guest.delete("\(path)/choices/length").problem == "not-chosen")
        #expect(shorter.json["undoable"] == 3)
        for wanted: JSON in [["fixed", "length=170"], ["motor", "length=180"], []] {
            #expect(try await shop.test.guest.post("\(path)/undo").json["choices"] == wanted)
        }
        #expect(try await shop.test.guest.post("\(path)/undo").problem == "nothing-to-undo")
        #expect(try await shop.test.guest.get(path).json["choices"] == [])
        #expect(try await shop.test.guest.get("/v1/configurations/none").problem == "unknown-configuration")
    }

    @Test("what can't be taken says why in the rules' words, and what to drop for it; dropping that makes room")
    func conflicts() async throws {
        let shop = try await DeskShop()
        let (path, _) = try await begin(shop)
        let glass = try await choose(["glass"], path, in: shop)
        let drawer = standing("drawer", glass)
        #expect(drawer?["state"] == "impossible")
        #expect(drawer?["rules"]?[0]?["message"]?["en"] == "A glass top carries no drawer.")
        #expect(drawer?["conflict"]?["because"] == ["glass"])
        #expect(drawer?["conflict"]?["ways"] == [["drop": ["glass"]]])
        let ranges = glass.json["check"]?["ranges"]
        #expect(ranges == [["parameter": "length", "lowest": 120, "highest": 180]])
        let refused = try await choose(["drawer"], path, in: shop)
        #expect(refused.problem == "choice-impossible")
        let ways = refused.json["conflict"]?["ways"]?.array ?? []
        #expect(ways.contains(["drop": ["glass"]]), "\(refused.text)")
        #expect(try await choose(["length=190"], path, in: shop).problem == "choice-impossible")
        #expect(try await choose(["length=185"], path, in: shop).problem == "parameter-out-of-range")
        let repaired = try await choose(["drawer"], path, in: shop, drop: ["glass"])
        #expect(repaired.json["choices"] == ["drawer"])
        #expect(repaired.json["check"]?["valid"] == true)
        let long = try await choose(["length=200"], path, in: shop)
        let impossible = standing("glass", long)
        #expect(impossible?["conflict"]?["ways"] == [["drop": ["drawer", "length=200"]]])
        let torn = try await shop.test.guest.post("/v1/configurations", [
            "product": "desk", "choices": ["glass", "drawer"],
        ])
        #expect(torn.problem == "choice-impossible")
        let check = try await shop.check(["glass", "drawer"])
        #expect(check.json["conflict"]?["because"] == ["drawer", "glass"])
        #expect(check.json["conflict"]?["ways"]?.array?.count == 2)
    }

    @Test("an option that is possible only with another value says which")
    func values() async throws {
        let shop = try await DeskShop()
        var model = try #require(try DeskShop.model().object)
        model["parameters"] = [["id": "length", "name": ["en": "Length"], "minimum": 120, "maximum": 240, "step": 10,
                                "default": 200]]
        let path = "\(DeskShop.path)/model"
        #expect(try await shop.test.staff.put("\(path)/draft", .object(model), headers: ifMatch(1)).status == 200)
        #expect(try await shop.test.staff.post("\(path)/publish").status == 201)
        let answer = try await shop.check([])
        let glass = answer.json["standings"]?.array?.first { $0["option"] == "glass" }
        #expect(glass?["state"] == "needsMore")
        #expect(glass?["settings"] == ["length=180"])
        let taken = try await shop.check(["glass", "length=180"])
        #expect(taken.json["valid"] == true)
        let change = (taken.json["unitPrice"]?["amount"]?.integer ?? 0)
            - (answer.json["unitPrice"]?["amount"]?.integer ?? 0)
        #expect(glass?["change"]?["amount"]?.integer == change)
    }

    @Test("a completion is the nearest to the defaults, or the cheapest there is")
    func completion() async throws {
        let shop = try await DeskShop()
        var model = try #require(try DeskShop.model().object)
        var groups = try #require(model["groups"]?.array)
        // Without defaults, tops and frames are still to be chosen; oak is the cheapest now.
        groups[0] = ["id": "top", "name": ["en": "Top"], "minimum": 1, "maximum": 1, "options": [
            Draft.option("beech", [["amount": 500, "currency": "EUR"]]), Draft.option("glass"),
            Draft.option("oak", [["amount": -900, "currency": "EUR"]]),
        ]]
        model["groups"] = .array(groups)
        let path = "\(DeskShop.path)/model"
        #expect(try await shop.test.staff.put("\(path)/draft", .object(model), headers: ifMatch(1)).status == 200)
        #expect(try await shop.test.staff.post("\(path)/publish").status == 201)
        let (first, begun) = try await begin(shop, ["drawer", "length=220"])
        #expect(begun.json["check"]?["valid"] == true, "long desks are of oak")
        let (second, open) = try await begin(shop, ["drawer"])
        #expect(open.json["check"]?["missing"]?[0]?["group"] == "top")
        let cheap = try await shop.test.guest.post("\(second)/complete", ["aim": "cheapest"])
        #expect(cheap.json["check"]?["valid"] == true, "\(cheap.text)")
        #expect(cheap.json["completion"] == ["isBest": true, "gap": ["amount": 0, "currency": "EUR"]])
        #expect(cheap.json["choices"]?.array?.contains("oak") == true)
        let priced = cheap.json["check"]?["unitPrice"]?["amount"]
        #expect(priced == 56_900)
        let near = try await shop.test.guest.post("\(first)/complete")
        #expect(near.json["check"]?["valid"] == true)
        #expect(near.json["choices"]?.array?.contains("length=220") == true)
        #expect(near.json["completion"]?["isBest"] == true)
        #expect(try await shop.test.guest.post("\(first)/undo").json["choices"] == ["drawer", "length=220"])
    }

    @Test("packs that cost less than what they add are proposed")
    func proposals() async throws {
        let shop = try await DeskShop()
        #expect(try await shop.check([]).json["proposals"] == [])
        let drawer = try await shop.check(["drawer", "cable-duct"])
        #expect(drawer.json["proposals"] == [[
            "pack": "office", "name": ["en": "Office pack", "de": "Büropaket"], "more": ["lamp"],
            "change": ["amount": 3_100, "currency": "EUR"], "saving": ["amount": 2_800, "currency": "EUR"],
        ]])
        #expect(try await shop.check(["glass", "lamp"]).json["proposals"] == [], "its drawer doesn't go with glass")
        #expect(try await shop.check(["drawer", "cable-duct", "lamp"]).json["proposals"] == [])
    }

    @Test("a shared configuration never changes, and others begin with it")
    func sharing() async throws {
        let shop = try await DeskShop()
        let (path, _) = try await begin(shop, ["oak"])
        let shared = try await shop.test.guest.post("\(path)/share")
        #expect(shared.status == 201)
        #expect(shared.json["isShared"] == true)
        let link = try #require(shared.headers["Location"])
        _ = try await choose(["beech"], path, in: shop)
        #expect(try await shop.test.guest.get(link).json["choices"] == ["oak"])
        #expect(try await choose(["beech"], link, in: shop).problem == "configuration-shared")
        for step in ["undo", "complete", "move"] {
            #expect(try await shop.test.guest.post("\(link)/\(step)").problem == "configuration-shared")
        }
        let copy = try await shop.test.guest.post("/v1/configurations", ["from": shared.json["id"] ?? .null])
        #expect(copy.json["choices"] == ["oak"])
        #expect(copy.json["isShared"] == false)
    }

    @Test("a configuration keeps its version, and moving to a newer one says what that changes")
    func moving() async throws {
        let shop = try await DeskShop()
        let (path, _) = try await begin(shop, ["glass", "length=170", "lamp"])
        #expect(try await shop.test.guest.post("\(path)/move").problem == "configuration-up-to-date")
        var model = try #require(try DeskShop.model().object)
        let short: JSON = ["kind": "requires", "when": "glass", "then": "length <= 150",
            "message": ["en": "Short glass."]]
        model["rules"] = [short, ["kind": "includes", "option": "lamp", "others": ["socket"],
            "message": ["en": "Power."]]]
        let draft = "\(DeskShop.path)/model"
        #expect(try await shop.test.staff.put("\(draft)/draft", .object(model), headers: ifMatch(1)).status == 200)
        #expect(try await shop.test.staff.post("\(draft)/publish").status == 201)
        let old = try await shop.test.guest.get(path)
        #expect(old.json["modelVersion"] == 1 && old.json["latestVersion"] == 2)
        #expect(old.json["check"]?["valid"] == true)
        let moved = try await shop.test.guest.post("\(path)/move")
        #expect(moved.json["modelVersion"] == 2, "\(moved.text)")
        #expect(moved.json["move"]?["dropped"]?.array?.count == 1)
        #expect(moved.json["move"]?["added"]?.array?.contains("socket") == true)
        #expect(moved.json["check"]?["conflict"] == nil)
        #expect(moved.json["undoable"] == 0)
    }

    @Test("fixed goods, unknown versions and currencies are refused, and old ones forgotten")
    func refusals() async throws {
        let shop = try await DeskShop()
        func start(_ body: JSON) async throws -> String? {
            try await shop.test.guest.post("/v1/configurations", body).problem
        }
        #expect(try await start(["product": "roof-box"]) == "product-not-configurable")
        #expect(try await start(["product": "none"]) == "unknown-product")
        #expect(try await start(["product": "desk", "currency": "SEK"]) == "not-sold")
        #expect(try await start(["product": "desk", "choices": ["gold"]]) == "unknown-options")
        #expect(try await start(["from": "none"]) == "unknown-configuration")
        #expect(try await shop.test.guest.post("/v1/configurations", [:]).faults.keys.sorted() == ["#/product"])
        let (path, _) = try await begin(shop)
        shop.test.sample.time.advance(by: .days(89))
        try await SavedConfiguration.forgetOld(in: shop.test.shop)
        #expect(try await shop.test.guest.get(path).status == 200)
        shop.test.sample.time.advance(by: .days(2))
        try await SavedConfiguration.forgetOld(in: shop.test.shop)
        #expect(try await shop.test.guest.get(path).problem == "unknown-configuration")
    }
}
