import Storage
import Values
import Web

/// Reads a product as staff edit it, in whatever state.
struct ReadCatalogueProduct: Endpoint {
    static let route = Route(.get, "/v1/catalogue/products/{product}", .catalogueRead)
    static let summary = "Reads a product as staff edit it, in whatever state, with the ETag that editing it wants."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CatalogueProductView> {
        try await shop.read { db in
            let product = try Product.known(input.product, in: db)
            return Tagged(CatalogueProductView(product), version: product.version)
        }
    }
}
