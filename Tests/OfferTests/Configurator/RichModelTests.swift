import Offer
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@Suite("A model with all there is")
struct RichModelTests {
    @Test("a parameter is what the buyer says, or what it is at first")
    func parameters() async throws {
        let shop = try await DeskShop()
        let usual = try await shop.check([])
        #expect(usual.json["valid"] == true, "\(usual.text)")
        #expect(usual.setting("length")?["value"] == 160)
        #expect(usual.setting("length")?["isDefault"] == true)
        let long = try await shop.check(["length=180"])
        #expect(long.setting("length") == [
            "parameter": "length", "name": ["en": "Length", "de": "Länge"], "value": 180, "unit": ["en": "cm"],
            "isDefault": false,
        ])
        #expect(long.amounts == ["Desk": 49_900, "Beech": 0, "Fixed": 0, "Each 10 cm above 160 × 2": 3000])
        #expect(long.json["unitPrice"]?["amount"] == 52_900)
        #expect(long.json["weightGrams"] == 22_400)
        for (value, minimum) in [("length=185", 120), ("length=110", 120), ("length=250", 120)] {
            let refused = try await shop.check([value])
            #expect(refused.problem == "parameter-out-of-range")
            #expect(refused.json["values"]?[0]?["minimum"]?.integer == Int64(minimum))
        }
        #expect(try await shop.check(["depth=80"]).problem == "unknown-options")
        #expect(try await shop.check(["length=180", "length=190"]).status == 422)
        #expect(try await shop.check(["length=1e3"]).faults.keys.sorted() == ["#/choices/0"])
    }

    @Test("a rule that includes an option takes it, and says so")
    func includes() async throws {
        let shop = try await DeskShop()
        let motor = try await shop.check(["motor"])
        #expect(motor.json["valid"] == true, "\(motor.text)")
        #expect(motor.list("options", "id") == ["beech", "motor", "button", "cable-duct"])
        #expect(motor.json["options"]?[3]?["because"]?["en"] == "The motor's cable runs in a duct.")
        #expect(motor.json["options"]?[3]?["isDefault"] == false)
        #expect(motor.amounts["Cable duct"] == 1900)
        let states = motor.json["standings"]?.array?.first { $0["option"] == "cable-duct" }
        #expect(states?["state"] == "byRule")
    }

    @Test("a group under an option counts only with it, and choosing in it takes the option")
    func nesting() async throws {
        let shop = try await DeskShop()
        #expect(try await shop.check([]).list("options", "id") == ["beech", "fixed"])
        let memory = try await shop.check(["memory"])
        #expect(memory.list("options", "id") == ["beech", "motor", "memory", "cable-duct"])
        #expect(memory.json["valid"] == true)
        #expect(memory.json["options"]?[1]?["because"] != nil)
        let torn = try await shop.check(["fixed", "memory"])
        #expect(torn.json["valid"] == false)
        #expect(torn.list("tooMany", "group") == ["frame"])
    }

    @Test("a default that hangs on a condition gives way to what the buyer says")
    func defaults() async throws {
        let shop = try await DeskShop()
        let long = try await shop.check(["length=210"])
        #expect(long.list("options", "id") == ["oak", "fixed"])
        #expect(long.json["options"]?[0]?["isDefault"] == true)
        #expect(try await shop.check(["length=210", "beech"]).list("options", "id") == ["beech", "fixed"])
        #expect(try await shop.check(["length=200"]).list("options", "id") == ["beech", "fixed"])
    }

    @Test("rules compare parameters, in their own words")
    func comparisons() async throws {
        let shop = try await DeskShop()
        let long = try await shop.check(["glass", "length=190"])
        #expect(long.json["valid"] == false)
        #expect(long.list("broken", "id") == ["short-glass"])
        #expect(long.json["broken"]?[0]?["then"] == "length <= 180")
        #expect(try await shop.check(["glass", "length=180"]).json["valid"] == true)
        #expect(try await shop.check(["glass", "drawer"]).list("broken", "id") == ["no-drawer-in-glass"])
    }

    @Test("what is available in some markets alone is refused in others")
    func markets() async throws {
        let shop = try await DeskShop()
        #expect(try await shop.check(["socket"]).json["valid"] == true)
        #expect(try await shop.check(["socket"], ["country": "AT"]).json["valid"] == true)
        let swiss = try await shop.check(["socket"], ["country": "CH"])
        #expect(swiss.list("broken", "id") == ["plugs"])
    }

    @Test("options and rules come and go with the days they are in force")
    func days() async throws {
        let shop = try await DeskShop()
        let today = shop.test.shop.now.day
        let tomorrow = Day(number: today.number + 1)
        let rules: JSON = [
            ["kind": "available", "others": ["lamp"], "from": .string(tomorrow.description),
             "message": ["en": "Lamps come tomorrow."]],
            ["kind": "requires", "option": "drawer", "others": ["oak"], "until": .string(today.description),
             "message": ["en": "Drawers in oak only, today."]],
        ]
        let path = "\(DeskShop.path)/model"
        let draft = try await shop.test.staff.put(
            "\(path)/draft", try DeskShop.model("rules", rules), headers: ifMatch(1))
        #expect(draft.status == 200, "\(draft.text)")
        #expect(try await shop.test.staff.post("\(path)/publish").status == 201)
        #expect(try await shop.check(["lamp"]).json["valid"] == false)
        #expect(try await shop.check(["drawer"]).json["valid"] == false)
        shop.test.sample.time.advance(by: .days(1))
        #expect(try await shop.check(["lamp"]).json["valid"] == true)
        #expect(try await shop.check(["drawer"]).json["valid"] == true)
    }

    @Test("a pair of options costs what its effect says, and parts hang on the same conditions")
    func effects() async throws {
        let shop = try await DeskShop()
        let both = try await shop.check(["oak", "motor", "length=220"])
        #expect(both.amounts["Stronger motor for oak"] == 3000)
        #expect(both.amounts["Each 10 cm above 160 × 6"] == 9000)
        #expect(try await shop.check(["oak"]).amounts["Stronger motor for oak"] == nil)
        let demands = try await shop.test.shop.read { db in
            try [["length=220"], ["length=220", "motor"], []].map { texts in
                let choices = try #require(Choices(texts: texts))
                return try Configuration.complete(
                    "desk", choices, version: nil, currency: .EUR, on: Day(number: 20_000), in: db
                ).demand.count(of: "steel-leg")
            }
        }
        #expect(demands == [1, 0, 0])
    }

    @Test("a pack costs its own price instead of its options'")
    func packs() async throws {
        let shop = try await DeskShop()
        let office = try await shop.check(["drawer", "cable-duct", "lamp", "socket"])
        #expect(office.amounts["Office pack"] == 12_900 - 7_900 - 1_900 - 5_900)
        #expect(office.json["unitPrice"]?["amount"] == 66_700)
        let kinds = (office.json["trace"]?["entries"]?.array ?? []).compactMap { $0["kind"]?.string }
        #expect(kinds.last == "pack")
        #expect(try await shop.check(["drawer", "lamp"]).amounts["Office pack"] == nil)
    }

    @Test("all faults of what a draft has beyond options are told at once")
    func faults() async throws {
        let shop = try await DeskShop()
        var model = try #require(try DeskShop.model().object)
        model["parameters"] = [
            ["id": "length", "name": ["en": "L"], "minimum": 10, "maximum": 15, "step": 2],
            ["id": "length", "name": ["en": "L"], "minimum": 0, "maximum": 90_000, "default": -1, "under": "void"],
            ["id": "many", "name": ["en": "M"], "minimum": 5, "maximum": 1],
        ]
        model["rules"] = [
            ["kind": "requires", "option": "oak", "when": "motor", "others": ["lamp"], "message": ["en": "x"]],
            ["kind": "includes", "option": "oak", "then": "lamp", "message": ["en": "x"]],
            ["kind": "excludes", "others": ["lamp"], "message": ["en": "x"]],
            ["kind": "available", "others": ["lamp"], "message": ["en": "x"]],
            ["kind": "default", "others": ["lamp"], "message": ["en": "x"]],
            ["kind": "requires", "when": "gold | height > 3", "then": "oak", "from": "2026-02-01",
             "until": "2026-01-01", "message": ["en": "x"]],
        ]
        model["effects"] = [
            ["id": "e", "prices": [["amount": 1, "currency": "EUR"], ["amount": 2, "currency": "EUR"]],
             "per": ["parameter": "height"]],
            ["id": "e", "name": ["en": "E"], "per": ["parameter": "many"], "parts": [["item": "anvil", "count": 1]]],
        ]
        model["packs"] = [["id": "p", "name": ["en": "P"], "options": ["oak", "gold", "oak"], "prices": []]]
        let answer = try await shop.test.staff.put(
            "\(DeskShop.path)/model/draft", .object(model), headers: ifMatch(1))
        #expect(answer.faults.keys.sorted() == [
            "#/effects/0/name", "#/effects/0/per/parameter", "#/effects/0/prices/1", "#/effects/1/id",
            "#/effects/1/parts/0/item", "#/packs/0/options", "#/packs/0/options/1", "#/parameters/0/maximum",
            "#/parameters/1/default", "#/parameters/1/id", "#/parameters/1/step", "#/parameters/1/under",
            "#/parameters/2/minimum", "#/rules/0/when", "#/rules/1/then", "#/rules/2",
            "#/rules/3", "#/rules/4/others/0", "#/rules/5/until", "#/rules/5/when",
        ], "\(answer.text)")
        let torn = try DeskShop.model("rules", [
            ["kind": "requires", "option": "oak", "when": "oak &", "message": ["en": "x"]],
        ])
        let unread = try await shop.test.staff.put("\(DeskShop.path)/model/draft", torn, headers: ifMatch(1))
        #expect(unread.faults.keys.sorted() == ["#/rules/0/when"])
    }
}
