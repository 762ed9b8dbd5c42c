import Values
import Web

extension Stock.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.short([.sample]), .notReserved([.sample]), .belowReserved(onHand: 5, reserved: 3),
        .tooMuch(limit: Stock.onHandLimit),
    ].map(\.problem) + (Movement.Reference("LS-2026-117").map { [Self.referenceTaken($0).problem] } ?? [])

    package var problem: Problem {
        switch self {
        case .short(let shortages):
            Problem(409, "sold-out", "There is not enough of it left.", ["shortages": shortages.json])
        case .notReserved(let shortages):
            Problem(409, "not-reserved", "Less is reserved for this order than that.", ["shortages": shortages.json])
        case .belowReserved(let onHand, let reserved):
            Problem(
                409, "below-reserved", "What is promised to buyers can't be taken off the stock.",
                ["onHand": .integer(Int64(onHand)), "reserved": .integer(Int64(reserved))])
        case .tooMuch(let limit):
            Problem(
                409, "too-much-stock", "A place holds \(limit) of an item at most.", ["limit": .integer(Int64(limit))])
        case .referenceTaken(let reference):
            Problem(
                409, "reference-taken", "That reference stands at something else.",
                ["reference": .string(reference.text)])
        }
    }
}

extension Stock.Shortage {
    fileprivate static let sample = Self(item: "tow-bar", wanted: 2, available: 1)
}

extension [Stock.Shortage] {
    /// `[{"item": "tow-bar", "wanted": 2, "available": 1}]`
    package var json: JSON {
        .array(map { shortage in
            .object(JSON.Object([
                .init(name: "item", value: .string(shortage.item.text)),
                .init(name: "wanted", value: .integer(Int64(shortage.wanted))),
                .init(name: "available", value: .integer(Int64(shortage.available))),
            ]))
        })
    }
}
