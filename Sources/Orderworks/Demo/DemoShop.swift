import Trade
import Values
import Web

/// Fills an empty shop with a car dealer's: places, parts, cars to configure, goods, prices, tax and delivery.
///
/// It asks the API's own endpoints, as any client would; what is already there is left as it is, so that loading that
/// was broken off goes on.
package struct DemoShop: Sendable {
    let api: any HTTPService
    /// Told after each step: what it was, and how much of the whole is done.
    let progress: @Sendable (String, Double) -> Void

    package init(api: any HTTPService, progress: @escaping @Sendable (String, Double) -> Void) {
        self.api = api
        self.progress = progress
    }

    /// An endpoint said no: a mistake in the demo shop itself.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    package func load() async throws {
        progress("begin", 0)
        try await loadHouse()
        let parts = Self.items
        for (count, item) in parts.enumerated() {
            try await add("/v1/items", ["id": .string(item.id), "name": item.name.json])
            for (place, number) in item.stock where number > 0 {
                try await receive(item.id, at: place, number)
            }
            progress("parts", 0.05 + 0.35 * Double(count) / Double(parts.count))
        }
        for (count, good) in DemoGood.all.enumerated() {
            try await load(good)
            progress("goods", 0.4 + 0.2 * Double(count) / Double(DemoGood.all.count))
        }
        for (count, car) in DemoCar.all.enumerated() {
            try await load(car)
            progress("cars", 0.6 + 0.4 * Double(count) / Double(DemoCar.all.count))
        }
        progress("done", 1)
    }

    private func loadHouse() async throws {
        for place in Self.places { try await add("/v1/places", place) }
        for category in Self.categories { try await add("/v1/categories", category) }
        try await edit("/v1/pricing-settings", [
            "pricesIncludeTax": true, "currencies": ["EUR", "CHF"], "homeCountry": "DE",
        ])
        for (country, standard, reduced) in [("DE", "19", "7"), ("AT", "20", "10"), ("CH", "8.1", "2.6")] {
            try await edit("/v1/tax-rates/\(country)", ["rates": [
                ["taxClass": "standard", "rate": .string(standard), "validFrom": "2024-01-01"],
                ["taxClass": "reduced", "rate": .string(reduced), "validFrom": "2024-01-01"],
            ]])
        }
        for zone in Self.zones { try await add("/v1/delivery-zones", zone) }
        try await add("/v1/discounts", Self.discount)
        progress("places", 0.05)
    }

    private func load(_ good: DemoGood) async throws {
        let product: JSON = [
            "id": .string(good.id), "kind": "fixed", "category": .string(good.category), "name": good.name.json,
            "description": good.description.json, "taxClass": "standard", "weightGrams": .integer(Int64(good.grams)),
            "capture": "at_order", "parts": [["item": .string(good.item ?? good.id), "count": 1]],
        ]
        guard try await addUnlessOnSale(product, id: good.id) else { return }
        try await price(good.id, euros: good.euros)
        try await picture(good.id, good.drawing.svg, good.name)
        try await call(.post, "/v1/products/\(good.id)/publish")
    }

    private func load(_ car: DemoCar) async throws {
        let product: JSON = [
            "id": .string(car.id), "kind": "configurable", "category": "cars", "name": car.name.json,
            "description": car.description.json, "taxClass": "standard", "capture": "at_shipment",
            "parts": [["item": .string(car.chassis), "count": 1]],
        ]
        guard try await addUnlessOnSale(product, id: car.id) else { return }
        try await price(car.id, euros: car.euros)
        try await picture(car.id, CarDrawing(body: car.body).whole(car.paint, car.wheels), car.name)
        let model = DemoModel(car, pictures: try await pictures(of: car))
        try await edit("/v1/products/\(car.id)/model/draft", model.json)
        try await call(.post, "/v1/products/\(car.id)/model/publish")
        try await call(.post, "/v1/products/\(car.id)/publish")
    }

    private func price(_ product: String, euros: Int64) async throws {
        try await edit("/v1/products/\(product)/prices", ["prices": [
            ["price": Money(euros, .EUR).json, "validFrom": "2026-01-01"],
            ["price": DemoModel.francs(euros).json, "validFrom": "2026-01-01"],
        ]])
    }

    /// Hangs what each option of the car shows; answers the pictures' ids by option. All at once, so that they share
    /// their way to the disk.
    private func pictures(of car: DemoCar) async throws -> [String: String] {
        try await withThrowingTaskGroup(of: (String, String).self) { group in
            for option in DemoModel(car).options {
                guard let svg = option.sheet?.svg(on: car.body) else { continue }
                let alt = Texts(
                    en: "\(car.name.en): \(option.name.en)",
                    de: "\(car.name.de ?? car.name.en): \(option.name.de ?? option.name.en)")
                group.addTask { (option.id, try await picture(car.id, svg, alt, role: "option")) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// Hangs a picture; answers its id.
    @discardableResult
    private func picture(
        _ product: String, _ svg: String, _ name: Texts, role: String = "gallery"
    ) async throws -> String {
        let path = "/v1/products/\(product)/pictures"
        let query = "altEn=\(Self.escaped(name.en))&altDe=\(Self.escaped(name.de ?? name.en))&role=\(role)"
        let response = await ask(.post, path, query: query, type: "image/svg+xml", body: Array(svg.utf8))
        try Self.check(response, path)
        return try JSON.parse(response.body)["id"]?.string ?? ""
    }

    private func receive(_ item: String, at place: String, _ count: Int) async throws {
        try await call(.post, "/v1/stock/receipts", [
            "item": .string(item), "place": .string(place), "count": .integer(Int64(count)),
            "reference": .string("demo-\(item)-\(place)"),
        ])
    }

    /// Adds something; false when it was there already.
    @discardableResult
    private func add(_ path: String, _ body: JSON) async throws -> Bool {
        let response = await ask(.post, path, type: "application/json", body: body.bytes)
        if response.status == 409 { return false }
        try Self.check(response, path)
        return true
    }

    /// Adds a product; false when nothing is left to do for it, because loading came as far as publishing it before.
    private func addUnlessOnSale(_ product: JSON, id: String) async throws -> Bool {
        if try await add("/v1/products", product) { return true }
        let path = "/v1/catalogue/products/\(id)"
        let response = await ask(.get, path)
        try Self.check(response, path)
        return try JSON.parse(response.body)["state"]?.string == "draft"
    }

    /// Puts `body` in the place of what is there, whatever it is.
    private func edit(_ path: String, _ body: JSON) async throws {
        let version = await ask(.get, path).headers["ETag"] ?? "\"0\""
        let response = await ask(.put, path, type: "application/json", body: body.bytes, ifMatch: version)
        try Self.check(response, path)
    }

    private func call(_ method: Method, _ path: String, _ body: JSON) async throws {
        try await call(method, path, type: "application/json", body: body.bytes)
    }

    private func call(
        _ method: Method, _ path: String, query: String = "", type: String? = nil, body: [UInt8] = []
    ) async throws {
        try Self.check(await ask(method, path, query: query, type: type, body: body), path)
    }

    private func ask(
        _ method: Method, _ path: String, query: String = "", type: String? = nil, body: [UInt8] = [],
        ifMatch: String? = nil
    ) async -> Response {
        var headers = Headers()
        headers["Content-Type"] = type
        headers["If-Match"] = ifMatch
        return await api.respond(to: Request(.init(method, path, query: query, headers: headers), body: body))
    }

    private static func check(_ response: Response, _ path: String) throws {
        guard (200..<300).contains(response.status) else {
            let text = String(decoding: response.body, as: UTF8.self)
            throw Refused(description: "\(path) answered \(response.status): \(text)")
        }
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Digest.hex([byte]).uppercased()
        }.joined()
    }
}

extension Texts {
    /// As clients write it.
    var json: JSON {
        var members = [JSON.Object.Member(name: "en", value: .string(en))]
        if let de { members.append(.init(name: "de", value: .string(de))) }
        return .object(JSON.Object(members))
    }
}

extension DemoShop {
    /// Whether the shop is empty, or holds no more than a part of this one.
    func isWanted() async throws -> Bool {
        let response = await ask(.get, "/v1/catalogue/products", query: "limit=100")
        try Self.check(response, "/v1/catalogue/products")
        let products = try JSON.parse(response.body)["items"]?.array ?? []
        let own = Set(DemoGood.all.map(\.id) + DemoCar.all.map(\.id))
        guard products.allSatisfy({ own.contains($0["id"]?.string ?? "") }) else { return false }
        return !products.contains { $0["id"]?.string == DemoCar.all.last?.id && $0["state"]?.string == "published" }
    }
}
