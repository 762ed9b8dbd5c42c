import Values
import Web

extension DeliveryZone.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("germany"), .taken("germany"), .countryTaken("DE"), .tooMany(limit: DeliveryZone.countLimit),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let zone):
            Problem(404, "unknown-delivery-zone", "There is no such delivery zone.", ["zone": .string(zone.text)])
        case .taken(let zone):
            Problem(409, "delivery-zone-taken", "There is a delivery zone of that name.", ["zone": .string(zone.text)])
        case .countryTaken(let country):
            Problem(409, "country-in-other-zone", "The country lies in another delivery zone.",
                    ["country": .string(country.code)])
        case .tooMany(let limit):
            Problem(409, "too-many-delivery-zones", "A shop has \(limit) delivery zones at most.",
                    ["limit": .integer(Int64(limit))])
        }
    }
}
