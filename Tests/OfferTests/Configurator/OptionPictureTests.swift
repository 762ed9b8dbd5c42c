import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Pictures and swatches of options")
struct OptionPictureTests {
    private let test: OfferShop

    /// A shop with a van that nothing has been drafted for.
    init() async throws {
        test = try await OfferShop()
        let van = try await test.staff.post(
            "/v1/products", ProductTests.changed(["id": "van", "kind": "configurable", "parts": []]))
        #expect(van.status == 201)
    }

    /// Hangs a drawing at a product; answers its id.
    private func hang(_ name: String, role: String = "option", at product: String = "van") async throws -> String {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>\(name)</title></svg>"
        let answer = try await test.staff.send(
            .post, "/v1/products/\(product)/pictures?altEn=\(name)&role=\(role)", body: Array(svg.utf8),
            headers: ["Content-Type": "image/svg+xml"])
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["id"]?.string)
    }

    private func option(_ id: String, _ more: JSON.Object) -> JSON {
        guard case .object(var object) = Draft.option(id) else { return .null }
        object.members += more.members
        return .object(object)
    }

    /// Wheels come first in the model and lie on top all the same.
    private func groups(_ wheels: [String], _ paints: [String]) -> [JSON] {
        [
            Draft.group("wheels", 1...1, wheels.enumerated().map { number, picture in
                option("wheels-\(number)", ["picture": .string(picture), "layer": 20])
            }, default: ["wheels-0"]),
            Draft.group("paint", 1...1, paints.enumerated().map { number, picture in
                option("paint-\(number)", ["picture": .string(picture), "swatch": "#A3262a", "layer": 10])
            }, default: ["paint-0"]),
            Draft.group("rack", 0...1, [Draft.option("rack")]),
        ]
    }

    private func write(_ groups: [JSON], version: Int = 0) async throws -> TestAnswer {
        try await test.staff.put("/v1/products/van/model/draft", Draft.body(groups), headers: ifMatch(version))
    }

    private func publish() async throws {
        for what in ["model/publish", "publish"] {
            let answer = try await test.staff.post("/v1/products/van/\(what)")
            #expect([200, 201, 409].contains(answer.status), "\(answer.text)")
        }
    }

    @Test("what is wrong with pictures, swatches and layers is told at its place")
    func faults() async throws {
        let gallery = try await hang("own", role: "gallery")
        let foreign = try await hang("foreign", at: "estate")
        let own = try await hang("red")
        let answer = try await write([Draft.group("paint", 0...1, [
            option("a", ["picture": .string(own), "layer": 99]), option("b", ["picture": .string(gallery)]),
            option("c", ["picture": .string(foreign)]), option("d", ["layer": 3]),
        ])])
        #expect(answer.faults == [
            "#/groups/0/options/1/picture": "is no picture that hangs at this product for its options",
            "#/groups/0/options/2/picture": "is no picture that hangs at this product for its options",
            "#/groups/0/options/3/layer": "is the place of a picture, and there is none",
        ])
        let shapes = try await write([Draft.group("paint", 0...1, [
            option("a", ["picture": .string(own), "layer": 0]), option("b", ["picture": .string(own), "layer": 100]),
            option("c", ["swatch": "red"]), option("d", ["swatch": "#12345"]), option("e", ["swatch": "#12345g"]),
        ])])
        #expect(shapes.faults.keys.sorted() == [
            "#/groups/0/options/0/layer", "#/groups/0/options/1/layer", "#/groups/0/options/2/swatch",
            "#/groups/0/options/3/swatch", "#/groups/0/options/4/swatch",
        ])
        #expect(shapes.faults["#/groups/0/options/4/swatch"]?.contains("#27496d") == true)
    }

    @Test("what is chosen lies in a pile, by layer, defaults included")
    func pile() async throws {
        let wheels = [try await hang("steel"), try await hang("alloy")]
        let paints = [try await hang("white"), try await hang("red")]
        #expect(try await write(groups(wheels, paints)).status == 200)
        try await publish()
        try await test.price("van", Money(1_000_000, .EUR))
        func pile(_ choices: String...) async throws -> [String] {
            try await test.check("van", choices).list("pictures", "path")
        }
        #expect(try await pile() == [paints[0], wheels[0]].map { "/v1/pictures/\($0)" })
        #expect(try await pile("wheels-1", "paint-1", "rack") == [paints[1], wheels[1]].map { "/v1/pictures/\($0)" })

        let shown = try await test.guest.get("/v1/products/van").json
        #expect(shown["pictures"] == [], "the gallery has only the product's own pictures")
        let red = shown["model"]?["groups"]?[1]?["options"]?[1]
        #expect(red?["swatch"] == "#a3262a")
        #expect(red?["picture"] == ["path": .string("/v1/pictures/\(paints[1])"), "mediaType": "image/svg+xml"])
        #expect(red?["layer"] == 10)
        let rack = shown["model"]?["groups"]?[2]?["options"]?[0]
        #expect(rack?["picture"] == nil && rack?["layer"] == nil && rack?["swatch"] == nil)
        let listed = try await test.staff.get("/v1/products/van/pictures?role=option")
        #expect(Set(listed.list("items", "id")) == Set(wheels + paints))
        #expect(try await test.staff.get("/v1/products/van/pictures").json["items"] == [])
        #expect(try await test.guest.get("/v1/products/van/pictures").status == 401)
    }

    @Test("where no chosen option has a picture the product's own first one stands alone")
    func fallback() async throws {
        #expect(try await test.check("estate", ["fabric"]).json["pictures"] == [])
        let first = try await hang("car", role: "gallery", at: "estate")
        _ = try await hang("boot", role: "gallery", at: "estate")
        #expect(try await test.check("estate", ["fabric"]).list("pictures", "path") == ["/v1/pictures/\(first)"])
        let box = try await hang("box", role: "gallery", at: "roof-box")
        #expect(try await test.check("roof-box").list("pictures", "path") == ["/v1/pictures/\(box)"])
    }

    @Test("a picture stays as long as a published model or the draft names it")
    func removal() async throws {
        let wheels = [try await hang("steel")]
        let paints = [try await hang("white"), try await hang("red")]
        func remove(_ picture: String) async throws -> TestAnswer {
            try await test.staff.delete("/v1/products/van/pictures/\(picture)?role=option")
        }
        #expect(try await write(groups(wheels, paints)).status == 200)
        #expect(try await remove(paints[1]).problem == "picture-named")
        #expect(try await write(groups(wheels, [paints[0]]), version: 1).status == 200)
        try await publish()
        #expect(try await write([Draft.group("rack", 0...1, [Draft.option("rack")])], version: 2).status == 200)
        let named = try await remove(paints[0])
        #expect(named.status == 409 && named.json["modelVersion"] == 1)
        // The second paint never became part of a version.
        #expect(try await test.staff.delete("/v1/products/van/pictures/\(paints[1])").problem == "unknown-picture")
        #expect(try await remove(paints[1]).status == 204)
        #expect(try await test.guest.get("/v1/pictures/\(paints[1])").problem == "unknown-picture")
        #expect(try await remove(paints[1]).problem == "unknown-picture")
    }

    @Test("the same drawing may hang in the gallery and for options, and is gone when both let go")
    func bothRoles() async throws {
        let picture = try await hang("both", role: "gallery")
        #expect(try await hang("both") == picture)
        #expect(try await test.staff.delete("/v1/products/van/pictures/\(picture)").status == 204)
        #expect(try await test.guest.get("/v1/pictures/\(picture)").status == 200)
        #expect(try await test.staff.delete("/v1/products/van/pictures/\(picture)?role=option").status == 204)
        #expect(try await test.guest.get("/v1/pictures/\(picture)").problem == "unknown-picture")
    }

    @Test("a model document from before options had pictures still reads, and is written as it was")
    func oldDocuments() throws {
        let text = """
            {"id":"red","name":{"en":"Red"},"prices":[{"amount":0,"currency":"EUR"}],"parts":[],"weightGrams":0}
            """
        let option = try JSONCoding.value(ConfigurationModel.Option.self, from: Array(text.utf8))
        #expect(option == ConfigurationModel.Option(id: "red", name: Texts(en: "Red"), prices: [Money(0, .EUR)]))
        let written = String(decoding: try JSONCoding.bytes(option), as: UTF8.self)
        #expect(written == text)
    }
}
