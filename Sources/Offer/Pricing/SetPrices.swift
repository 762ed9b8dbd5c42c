import People
import Storage
import Values
import Web

/// Sets what a product costs before options.
struct SetPrices: Endpoint {
    static let route = Route(.put, "/v1/products/{product}/prices", .priceEdit)
    static let summary = "Sets a product's prices: one amount per currency and first day, in the place of all it had."
    static let refusals: [any Web.Refusal.Type] = [PriceList.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let version: EditVersion
        let prices: [Price]

        struct Price: Decodable, Sendable {
            /// Zero or more.
            let price: Money
            /// Today unless said otherwise.
            let validFrom: Day?
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<PriceListView> {
        let now = shop.now
        let prices = input.prices.map { PriceList.Price($0.price, validFrom: $0.validFrom ?? now.day) }
        try PriceList.check(prices)
        let list = try await shop.write { db in
            let before = try PriceList.of(input.product, in: db)
            try input.version.check(current: before.version)
            try PriceList.set(prices, of: input.product, at: now, in: db)
            let list = try PriceList.of(input.product, in: db)
            try Audit.record(
                by: caller, what: "price.set", subject: "product:\(input.product)",
                before: JSONCoding.json(PriceListView(before)),
                after: JSONCoding.json(PriceListView(list)), at: now, in: db)
            return list
        }
        return Tagged(PriceListView(list), version: list.version)
    }
}

extension PriceList {
    /// Throws a `Problem` with each price that is below zero or stands there twice.
    fileprivate static func check(_ prices: [Price]) throws(Problem) {
        var known: Set<[String]> = []
        var faults: [Problem.Fault] = []
        for (place, price) in prices.enumerated() {
            if price.amount.amount < 0 {
                faults.append(Problem.Fault("#/prices/\(place)/price/amount", "must not be below zero"))
            }
            if !known.insert([price.amount.currency.code, price.validFrom.description]).inserted {
                faults.append(Problem.Fault("#/prices/\(place)", "stands there twice for this currency and day"))
            }
        }
        guard faults.isEmpty else { throw .invalidInput(faults) }
    }
}
