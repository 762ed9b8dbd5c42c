import Values
import Web

extension Pricing.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.notSold(.EUR), .notDeliveredThere("DE"), .noTaxRate("standard", "DE"), .belowZero("estate"), .tooLarge,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .notSold(let currency):
            Problem(409, "currency-not-sold", "The shop doesn't sell in \(currency.code).",
                    ["currency": .string(currency.code)])
        case .notDeliveredThere(let country):
            Problem(409, "not-delivered-there", "The shop doesn't deliver this to \(country).",
                    ["country": .string(country.code)])
        case .noTaxRate(let taxClass, let country):
            Problem(409, "no-tax-rate", "The shop doesn't sell this to \(country).",
                    ["taxClass": .string(taxClass.text), "country": .string(country.code)])
        case .belowZero(let product):
            Problem(409, "price-below-zero", "These options take the price below zero.",
                    ["product": .string(product.text)])
        case .tooLarge: Problem(409, "basket-too-large", "This comes to more than the shop can sell at once.")
        }
    }
}

extension PriceList.Refusal: Web.Refusal {
    package static let catalogue = [Self.unknownProduct("roof-box").problem]

    package var problem: Problem {
        switch self {
        case .unknownProduct(let product):
            Problem(404, "unknown-product", "There is no such product.", ["product": .string(product.text)])
        }
    }
}
