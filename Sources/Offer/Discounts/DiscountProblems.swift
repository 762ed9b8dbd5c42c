import Values
import Web

extension Discount.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown("spring"), .taken("spring"), .tooMany(limit: Discount.countLimit), .unknownGoods,
        .otherCurrency(.EUR), .takesNothing, .endsBeforeItBegins,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown(let discount):
            Problem(404, "unknown-discount", "There is no such discount.", ["discount": .string(discount.text)])
        case .taken(let discount):
            Problem(409, "discount-taken", "There is a discount of that name.", ["discount": .string(discount.text)])
        case .tooMany(let limit):
            Problem(409, "too-many-discounts", "A shop has \(limit) discounts at most.",
                    ["limit": .integer(Int64(limit))])
        case .unknownGoods:
            Problem(422, "discount-for-unknown-goods", "There is no such product or category to take a discount from.")
        case .otherCurrency(let currency):
            Problem(422, "discount-in-other-currency", "A discount's amount and minimum are in its own currency.",
                    ["currency": .string(currency.code)])
        case .takesNothing:
            Problem(422, "discount-takes-nothing", "A discount takes more than nothing off.")
        case .endsBeforeItBegins:
            Problem(422, "discount-ends-before-it-begins", "A discount's last day is not before its first.")
        }
    }
}
