import Storage
import Values

extension Offer {
    /// What the sample products cost before options, in cents and Rappen.
    package static let samplePrices: [(product: Product, euros: Int64, francs: Int64)] = [
        (.roofBox, 449_00, 460_00), (.floorMats, 79_00, 82_00), (.wallBox, 899_00, 920_00),
        (.estate, 29_900_00, 30_500_00),
    ]

    /// Puts the sample categories and products into a shop that has Supply's samples and none of these, prices them
    /// from the first day on, and publishes them. The shop sells in euros unless told otherwise.
    package static func addSamples(at now: Instant, in db: any Transaction) throws {
        for category in Category.samples { try category.add(in: db) }
        for (product, euros, francs) in samplePrices {
            try product.add(in: db)
            try PriceList.set(
                [Money(euros, .EUR), Money(francs, .CHF)].map { PriceList.Price($0, validFrom: Day(number: 0)) },
                of: product.id, at: now, in: db)
        }
        let draft = ConfigurationModel.Draft(product: Product.estate.id, version: 0, document: .estate)
        let saved = try draft.save(at: now, in: db)
        _ = try ConfigurationModel.publish(saved, at: now, by: "shop", in: db)
        for product in Product.samples { _ = try product.step(to: .published, in: db) }
    }
}
