import Storage
import Values
import Web

/// Looks through the draft of a product's next model.
struct CheckModelDraft: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/model/draft/check", .catalogueRead)
    static let summary = """
        Looks through the draft of a product's next model: whether anything can be chosen, and why not; options that \
        are never or always chosen, rules that say nothing new.
        """
    static let refusals: [any Refusal.Type] = [Product.Refusal.self, ConfigurationModel.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop
    let reasoners: Reasoners

    func answer(_ input: Input, for caller: Caller) async throws -> ModelReport {
        let day = shop.now.day
        let (draft, sphere) = try await shop.read { db in
            (try ConfigurationModel.Draft.find(input.product, in: db), try ConfigurationModel.Sphere.at(nil, day,
                in: db))
        }
        guard draft.version > 0 else { throw ConfigurationModel.Refusal.withoutDraft(draft.product) }
        return try await ModelReport.of(CompiledModel(draft.document), in: sphere, with: reasoners)
    }
}
