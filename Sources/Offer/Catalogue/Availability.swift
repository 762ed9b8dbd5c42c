import Storage
import Supply
import Values

/// Whether there is any of something, and how many as far as strangers are told.
package struct Availability: Codable, Hashable, Sendable {
    package let inStock: Bool
    /// 0 to 20; 20 means 20 or more.
    package let count: Int

    /// What lies beyond is no stranger's business.
    package static let countLimit = 20

    /// How many units `demand` can be taken from `stock`; what takes nothing from stock never runs out.
    init(of demand: Demand, in stock: [ID<Item>: Int]) {
        count = demand.sorted.map { max(0, stock[$0.item, default: 0] / $0.count) }.reduce(Self.countLimit, min)
        inStock = count > 0
    }

    /// Of a fixed product, at this moment.
    init(of product: Product, in db: any Transaction) throws {
        self.init(of: product.demand, in: try Stock.available(product.demand.items, in: db))
    }
}
