import Storage
import Values
import Web

/// Reads the draft of a product's next model.
struct ReadModelDraft: Endpoint {
    static let route = Route(.get, "/v1/products/{product}/model/draft", .catalogueRead)
    static let summary = "Reads the draft of a product's next model, with the ETag that editing it wants."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<ModelDraftView> {
        try await shop.read { db in
            let draft = try ConfigurationModel.Draft.find(input.product, in: db)
            return Tagged(ModelDraftView(draft), version: draft.version)
        }
    }
}
