import People
import Storage
import Values
import Web

/// Puts a draft or withdrawn product on sale.
struct PublishProduct: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/publish", .catalogueEdit)
    static let summary = "Puts a draft or withdrawn product on sale; a configurable one needs a published model."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CatalogueProductView> {
        let now = shop.now
        return try await shop.write { db in
            let product = try Product.known(input.product, in: db)
            if product.kind == .configurable, try ConfigurationModel.latest(of: product.id, in: db) == nil {
                throw Product.Refusal.withoutModel(product.id)
            }
            let published = try product.step(to: .published, in: db)
            try Audit.record(
                by: caller, what: "product.publish", subject: "product:\(product.id)", at: now, in: db)
            return Tagged(CatalogueProductView(published), version: published.version)
        }
    }
}
