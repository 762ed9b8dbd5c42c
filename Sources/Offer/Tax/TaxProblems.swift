import Values
import Web

extension TaxClass.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("standard"), .taken("standard"), .tooMany(limit: TaxClass.countLimit),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let taxClass):
            Problem(404, "unknown-tax-class", "There is no such tax class.", ["taxClass": .string(taxClass.text)])
        case .taken(let taxClass):
            Problem(409, "tax-class-taken", "There is a tax class of that name.", ["taxClass": .string(taxClass.text)])
        case .tooMany(let limit):
            Problem(409, "too-many-tax-classes", "A shop has \(limit) tax classes at most.",
                    ["limit": .integer(Int64(limit))])
        }
    }
}
