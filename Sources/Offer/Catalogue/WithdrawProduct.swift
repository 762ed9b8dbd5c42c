import People
import Storage
import Values
import Web

/// Takes a product off sale; orders and carts still name it, and it can be published again.
struct WithdrawProduct: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/withdraw", .catalogueEdit)
    static let summary = "Takes a product off sale; it can be published again."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CatalogueProductView> {
        let now = shop.now
        return try await shop.write { db in
            let withdrawn = try Product.known(input.product, in: db).step(to: .withdrawn, in: db)
            try Audit.record(
                by: caller, what: "product.withdraw", subject: "product:\(withdrawn.id)", at: now, in: db)
            return Tagged(CatalogueProductView(withdrawn), version: withdrawn.version)
        }
    }
}
