import Storage
import Values

/// How zones are kept.
extension DeliveryZone {
    package static func find(_ id: ID<DeliveryZone>, in db: any Transaction) throws -> DeliveryZone? {
        try db.first(DeliveryTable.find, ["zone": id], DeliveryTable.head)?.whole(in: db)
    }

    /// Throws `Refusal.unknown` when there is no such zone.
    package static func known(_ id: ID<DeliveryZone>, in db: any Transaction) throws -> DeliveryZone {
        guard let zone = try find(id, in: db) else { throw Refusal.unknown(id) }
        return zone
    }

    /// Zones by identifier; `after` nil begins with the first.
    static func page(after: ID<DeliveryZone>?, limit: Int, in db: any Transaction) throws -> [DeliveryZone] {
        try db.all(DeliveryTable.page, ["after": after?.text ?? "", "limit": limit], DeliveryTable.head)
            .map { try $0.whole(in: db) }
    }

    /// The zones that deliver: the one of `country`, or all.
    static func delivering(to country: Country?, in db: any Transaction) throws -> [DeliveryZone] {
        guard let country else { return try page(after: nil, limit: countLimit, in: db) }
        return try db.all(DeliveryTable.zoneOf, ["country": country], DeliveryTable.head).map { try $0.whole(in: db) }
    }

    /// Throws `Refusal.taken`, `.tooMany` or `.countryTaken`.
    package func add(at: Instant, in db: any Transaction) throws {
        guard try db.value(DeliveryTable.count, as: Int.self) ?? 0 < Self.countLimit else {
            throw Refusal.tooMany(limit: Self.countLimit)
        }
        let added = try db.run(DeliveryTable.add, ["zone": id, "en": name.en, "de": name.de, "at": at])
        guard added == 1 else { throw Refusal.taken(id) }
        try addParts(in: db)
    }

    /// Puts this in the place of the zone of that identifier. Throws `Refusal.unknown` or `.countryTaken`.
    package func save(at: Instant, in db: any Transaction) throws {
        let changed = try db.run(DeliveryTable.edit, ["zone": id, "en": name.en, "de": name.de, "at": at])
        guard changed == 1 else { throw Refusal.unknown(id) }
        try Self.removeParts(of: id, in: db)
        try addParts(in: db)
    }

    static func remove(_ id: ID<DeliveryZone>, in db: any Transaction) throws {
        try removeParts(of: id, in: db)
        try db.run(DeliveryTable.remove, ["zone": id])
    }

    private static func removeParts(of id: ID<DeliveryZone>, in db: any Transaction) throws {
        try db.run(DeliveryTable.removeCountries, ["zone": id])
        try db.run(DeliveryTable.removeTariffs, ["zone": id])
    }

    private func addParts(in db: any Transaction) throws {
        for country in countries {
            let added = try db.run(DeliveryTable.addCountry, ["country": country, "zone": id])
            guard added == 1 else { throw Refusal.countryTaken(country) }
        }
        for tariff in tariffs {
            try db.run(DeliveryTable.addTariff, [
                "zone": id, "currency": tariff.currency, "basis": tariff.basis, "steps": try StoredJSON(tariff.steps),
            ])
        }
    }

    private func whole(in db: any Transaction) throws -> DeliveryZone {
        DeliveryZone(
            id: id, name: name,
            countries: try db.all(DeliveryTable.countries, ["zone": id]) { try $0["country"] },
            tariffs: try db.all(DeliveryTable.tariffs, ["zone": id], DeliveryTable.tariff), version: version)
    }
}
