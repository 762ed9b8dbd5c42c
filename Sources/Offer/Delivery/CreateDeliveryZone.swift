import People
import Storage
import Values
import Web

/// Begins to deliver to some countries.
struct CreateDeliveryZone: Endpoint {
    static let route = Route(.post, "/v1/delivery-zones", .priceEdit)
    static let summary = "Adds a delivery zone: countries, and one tariff per currency."
    static let refusals: [any Web.Refusal.Type] = [DeliveryZone.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<DeliveryZone>
        let name: Texts
        let countries: [Country]
        let tariffs: [DeliveryZone.Tariff]
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<DeliveryZoneView> {
        let now = shop.now
        let zone = try DeliveryZone(
            id: input.id, name: input.name, countries: input.countries, tariffs: input.tariffs).checked()
        let view = DeliveryZoneView(zone)
        try await shop.write { db in
            try zone.add(at: now, in: db)
            try Audit.record(
                by: caller, what: "delivery-zone.create", subject: "delivery-zone:\(zone.id)",
                after: JSONCoding.json(view), at: now, in: db)
        }
        return Created(view, at: "/v1/delivery-zones/\(zone.id)")
    }
}

extension DeliveryZone {
    /// Throws a `Problem` when a country or a tariff's currency stands there twice.
    func checked() throws(Problem) -> DeliveryZone {
        var faults: [Problem.Fault] = []
        var (known, priced): (Set<Country>, Set<Currency>) = ([], [])
        for (place, country) in countries.enumerated() where !known.insert(country).inserted {
            faults.append(Problem.Fault("#/countries/\(place)", "stands there twice"))
        }
        for (place, tariff) in tariffs.enumerated() where !priced.insert(tariff.currency).inserted {
            faults.append(Problem.Fault("#/tariffs/\(place)", "is a second tariff of this currency"))
        }
        guard faults.isEmpty else { throw .invalidInput(faults) }
        return self
    }
}
