import People
import Storage
import Values
import Web

/// Makes the draft the next version of the product's model, which never changes after.
struct PublishModel: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/model/publish", .catalogueEdit)
    static let summary = "Makes the draft the next version of the product's model, which never changes after."
    static let refusals: [any Refusal.Type] = [
        Product.Refusal.self, ConfigurationModel.Refusal.self, EditVersion.Refusal.self,
    ]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        /// The draft that is meant; whichever there is, when left out.
        let ifMatch: EditVersion?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<PublishedModelView> {
        let draft = try await shop.read { db in try ConfigurationModel.Draft.find(input.product, in: db) }
        try input.ifMatch?.check(current: draft.version)
        guard draft.version > 0 else { throw ConfigurationModel.Refusal.withoutDraft(draft.product) }
        let priceFaults = draft.document.priceFaults
        guard priceFaults.isEmpty else { throw ConfigurationModel.Refusal.unpriced(priceFaults) }
        // Outside a transaction, because it may take a while.
        try ModelSearch.check(CompiledModel(draft.document))
        let now = shop.now
        let view = try await shop.write { db in
            let current = try ConfigurationModel.Draft.find(draft.product, in: db)
            try EditVersion(draft.version).check(current: current.version)
            let version = try ConfigurationModel.publish(current, at: now, by: caller.who, in: db)
            try Audit.record(
                by: caller, what: "model.publish", subject: "product:\(draft.product)",
                detail: ["version": .integer(Int64(version))], at: now, in: db)
            return PublishedModelView(try ConfigurationModel.published(draft.product, version, in: db))
        }
        return Created(view, at: "/v1/products/\(view.product)/model/versions/\(view.version)")
    }
}
