import Offer
import Values
import Web

extension Cart.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown, .unknownLine, .alreadyOrdered, .full(limit: Cart.lineLimit),
        .tooMany(limit: Quantity.range.upperBound), .tooDear(limit: Money(Money.limit, .EUR)), .dealerNeeded,
        .dealerNotNeeded, .notADealer("dealer-north"), .incomplete([.email, .delivery]), .changed([Cart.Change.sample]),
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown: Problem(404, "unknown-cart", "There is no such cart.")
        case .unknownLine: Problem(404, "unknown-cart-line", "This cart has no such line.")
        case .alreadyOrdered: Problem(409, "cart-already-ordered", "This cart has been ordered.")
        case .full(let limit):
            Problem(409, "cart-full", "A cart holds \(limit) lines at most.", ["limit": .integer(Int64(limit))])
        case .tooMany(let limit):
            Problem(409, "cart-line-full", "A line holds \(limit) of a product at most.",
                    ["limit": .integer(Int64(limit))])
        case .tooDear(let limit):
            Problem(409, "cart-too-dear", "A cart is worth \(limit) at most.", ["limit": .integer(limit.amount)])
        case .dealerNeeded:
            Problem(422, "dealer-needed", "To collect the goods, name the dealer.",
                    faults: [.init("#/dealer", "names the dealer to collect at")])
        case .dealerNotNeeded:
            Problem(422, "dealer-not-needed", "Goods that are shipped go to no dealer.",
                    faults: [.init("#/dealer", "goes with the method collect only")])
        case .notADealer(let place):
            Problem(422, "unknown-dealer", "There is no dealer \(place) to collect at.",
                    faults: [.init("#/dealer", "names no dealer")])
        case .incomplete(let missing):
            Problem(409, "cart-incomplete", "Something is missing before this cart can be ordered.",
                    ["missing": .array(missing.map { .string($0.rawValue) })])
        case .changed(let changes):
            Problem(409, "cart-changed", "Prices or models changed since; look at the cart and accept the changes.",
                    ["changes": .array(changes.map(\.json))])
        }
    }
}

/// What was wrong with one part of a cart, and with which.
struct RefusedPart: Refusal {
    let pointer: String
    let refusal: any Refusal

    static let catalogue = Cart.Refusal.catalogue + Configuration.Refusal.catalogue

    /// The same refusal, whose faults lead into the part.
    var problem: Problem {
        let problem = refusal.problem
        let faults = problem.faults.isEmpty
            ? [Problem.Fault(pointer, problem.title)]
            : problem.faults.map { .init(pointer + $0.pointer.trimmingPrefix("#"), $0.detail) }
        return problem.with(faults)
    }

    /// Does what may be refused, for the part at `pointer`.
    static func named(_ pointer: String, _ work: () throws -> Void) throws {
        do { try work() } catch let refusal as any Refusal { throw RefusedPart(pointer: pointer, refusal: refusal) }
    }
}
