import Values
import Web

extension Item.Refusal: Web.Refusal {
    package static let catalogue = [Self.unknown("roof-box"), .taken("roof-box")].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let item):
            Problem(404, "unknown-item", "There is no such stock item.", ["item": .string(item.text)])
        case .taken(let item):
            Problem(409, "item-taken", "There is a stock item of that name.", ["item": .string(item.text)])
        }
    }
}
