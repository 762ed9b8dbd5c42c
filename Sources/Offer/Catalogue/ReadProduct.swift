import Storage
import Values
import Web

/// Reads a product on sale, with pictures, prices, and the groups, options and rules of its model.
struct ReadProduct: Endpoint {
    static let route = Route(.get, "/v1/products/{product}", .shop)
    static let isKept = true
    static let summary = "Reads a product on sale: pictures, prices, and the groups, options and rules of its model."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let currency: Currency?
        let language: Language?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> ProductDetailView {
        let day = shop.now.day
        return try await shop.read { db in
            let product = try Product.known(input.product, in: db)
            // To strangers a draft, or what is no longer sold, isn't there.
            guard product.state == .published else { throw Product.Refusal.unknown(product.id) }
            return try ProductDetailView(product, Showing(input.language, input.currency, on: day, in: db), in: db)
        }
    }
}
