import Values
import Web

extension Place.Refusal: Web.Refusal {
    package static let catalogue = [Self.unknown("dealer-north"), .taken("dealer-north")].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let place):
            Problem(404, "unknown-place", "There is no such place.", ["place": .string(place.text)])
        case .taken(let place):
            Problem(409, "place-taken", "There is a place of that name.", ["place": .string(place.text)])
        }
    }
}
