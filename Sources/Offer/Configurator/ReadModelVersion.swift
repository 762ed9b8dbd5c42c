import Storage
import Values
import Web

/// Reads one published version of a product's model.
struct ReadModelVersion: Endpoint {
    static let route = Route(.get, "/v1/products/{product}/model/versions/{version}", .catalogueRead)
    static let summary = "Reads one published version of a product's model."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self, ConfigurationModel.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let version: ModelVersion
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> PublishedModelView {
        try await shop.read { db in
            _ = try Product.known(input.product, in: db)
            return PublishedModelView(try ConfigurationModel.published(input.product, input.version.number, in: db))
        }
    }
}
