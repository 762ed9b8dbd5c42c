import Foundation
import Offer
import Testing
import Values

/// The baskets of `Golden/baskets.json`, as `make.py` wrote them. Amounts there are bare numbers of the basket's
/// currency.
struct GoldenBaskets: Decodable {
    let shops: [String: Shop]
    let baskets: [Case]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static let all = Result {
        let bytes = try [UInt8](Data(contentsOf: folder.appending(path: "baskets.json")))
        return try JSONCoding.value(GoldenBaskets.self, from: bytes)
    }

    struct Shop: Decodable {
        let pricesIncludeTax: Bool
        let taxRates: [Rate]
        let zones: [Zone]
        let discounts: [Reduction]
    }

    struct Rate: Decodable {
        let taxClass: ID<TaxClass>
        let country: Country
        let rate: Percentage
        let validFrom: Day
    }

    struct Zone: Decodable {
        let id: ID<DeliveryZone>
        let name: String
        let countries: [Country]
        let tariffs: [Tariff]

        struct Tariff: Decodable {
            let currency: Currency
            let basis: DeliveryZone.Tariff.Basis
            let steps: [Step]
        }

        struct Step: Decodable {
            let upTo: Int64?
            let price: Int64
        }
    }

    struct Reduction: Decodable {
        let id: ID<Discount>
        let label: String
        let currency: Currency
        let rate: Percentage?
        let amount: Int64?
        let product: ID<Product>?
        let category: ID<Category>?
        let minimum: Int64?
        let validFrom: Day?
        let validUntil: Day?
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let number: Int
        let shop: String
        let lines: [Line]
        let currency: Currency
        let country: Country
        let isCollected: Bool
        let day: Day
        let expected: Expected?
        let refusal: String?

        var testDescription: String { "basket \(number)" }
    }

    struct Line: Decodable {
        let product: ID<Product>
        let category: ID<Category>?
        let unit: [Entry]
        let quantity: Quantity
        let taxClass: ID<TaxClass>
        let weightGrams: Int
    }

    /// What a basket comes to, in the form in which both sides are compared.
    struct Expected: Decodable, Equatable {
        let lines: [Line]
        let goods: Int64
        let discount: Int64
        let delivery: Int64
        let tax: Int64
        let total: Int64
        let taxes: [TaxLine]
        let deliveryTaxes: [TaxLine]
        let trace: [Entry]

        struct Line: Decodable, Equatable {
            let amount: Int64
            let discount: Int64
            let rate: Percentage
            let net: Int64
            let tax: Int64
            let gross: Int64
            let trace: [Entry]
        }

        struct TaxLine: Decodable, Equatable {
            let rate: Percentage
            let net: Int64
            let tax: Int64
        }
    }

    /// A tax entry's label is no part of the specification, and nil here.
    struct Entry: Decodable, Equatable {
        let kind: PriceTrace.Kind
        let label: String?
        let amount: Int64
        var included: Bool?
        var line: Int?
    }
}

extension GoldenBaskets {
    func rules(of shop: Shop) throws -> PriceRules {
        PriceRules(
            pricesIncludeTax: shop.pricesIncludeTax,
            taxRates: shop.taxRates.map {
                TaxRate(country: $0.country, taxClass: $0.taxClass, rate: $0.rate, validFrom: $0.validFrom)
            },
            zones: try shop.zones.map { zone in
                DeliveryZone(
                    id: zone.id, name: Texts(en: zone.name), countries: zone.countries,
                    tariffs: try zone.tariffs.map { tariff in
                        try #require(DeliveryZone.Tariff(tariff.basis, tariff.steps.map {
                            DeliveryZone.Step(upTo: $0.upTo, price: Money($0.price, tariff.currency))
                        }))
                    })
            },
            discounts: try shop.discounts.map(discount))
    }

    private func discount(_ made: Reduction) throws -> Discount {
        try Discount(
            id: made.id, label: Texts(en: made.label), currency: made.currency,
            effect: made.rate.map(Discount.Effect.percentage) ?? .amount(Money(made.amount ?? 0, made.currency)),
            eligible: made.product.map(Discount.Eligible.product)
                ?? made.category.map(Discount.Eligible.category) ?? .all,
            minimum: made.minimum.map { Money($0, made.currency) }, validFrom: made.validFrom,
            validUntil: made.validUntil)
    }
}

extension GoldenBaskets.Case {
    var basket: Basket {
        Basket(
            lines: lines.map { line in
                Basket.Line(
                    product: line.product, category: line.category,
                    unit: PriceTrace(line.unit.map { entry in
                        PriceTrace.Entry(entry.kind, Texts(en: entry.label ?? ""), Money(entry.amount, currency))
                    }),
                    quantity: line.quantity, taxClass: line.taxClass, weightGrams: line.weightGrams)
            },
            currency: currency, country: country, isCollected: isCollected, day: day)
    }
}

extension GoldenBaskets.Expected {
    /// What the shop came to. Its amounts' currencies are checked apart.
    init(_ totals: Totals) {
        lines = totals.lines.map {
            Line(amount: $0.amount.amount, discount: $0.discount.amount, rate: $0.rate, net: $0.net.amount,
                 tax: $0.tax.amount, gross: $0.gross.amount, trace: Self.entries($0.trace))
        }
        goods = totals.goods.amount
        discount = totals.discount.amount
        delivery = totals.delivery.amount
        tax = totals.tax.amount
        total = totals.total.amount
        taxes = totals.taxes.map { TaxLine(rate: $0.rate, net: $0.net.amount, tax: $0.tax.amount) }
        deliveryTaxes = totals.deliveryTaxes.map { TaxLine(rate: $0.rate, net: $0.net.amount, tax: $0.tax.amount) }
        trace = Self.entries(totals.trace)
    }

    private static func entries(_ trace: PriceTrace) -> [GoldenBaskets.Entry] {
        trace.entries.map {
            GoldenBaskets.Entry(
                kind: $0.kind, label: $0.kind == .tax ? nil : $0.label.en, amount: $0.amount.amount,
                included: $0.included, line: $0.line)
        }
    }
}
