import People
import Storage
import Values
import Web

/// Makes the draft the next version of the product's model, which never changes after.
struct PublishModel: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/model/publish", .catalogueEdit)
    static let summary = """
        Makes the draft the next version of the product's model, which never changes after. A model from which nothing \
        can be chosen is refused, with the rules and groups that contradict each other; the version's `report` warns \
        of the rest.
        """
    static let refusals: [any Refusal.Type] = [
        Product.Refusal.self, ConfigurationModel.Refusal.self, EditVersion.Refusal.self,
    ]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        /// The draft that is meant; whichever there is, when left out.
        let ifMatch: EditVersion?
    }

    let shop: Shop
    let reasoners: Reasoners

    func answer(_ input: Input, for caller: Caller) async throws -> Created<PublishedModelView> {
        let day = shop.now.day
        let (draft, sphere) = try await shop.read { db in
            (try ConfigurationModel.Draft.find(input.product, in: db), try ConfigurationModel.Sphere.at(nil, day,
                in: db))
        }
        try input.ifMatch?.check(current: draft.version)
        guard draft.version > 0 else { throw ConfigurationModel.Refusal.withoutDraft(draft.product) }
        let priceFaults = draft.document.priceFaults
        guard priceFaults.isEmpty else { throw ConfigurationModel.Refusal.unpriced(priceFaults) }
        // Outside a transaction, because it may take a while.
        let report = try await ModelReport.of(CompiledModel(draft.document), in: sphere, with: reasoners)
        if let contradiction = report.contradiction { throw ConfigurationModel.Refusal.impossible(contradiction) }
        let now = shop.now
        let view = try await shop.write { db in
            let current = try ConfigurationModel.Draft.find(draft.product, in: db)
            try EditVersion(draft.version).check(current: current.version)
            let version = try ConfigurationModel.publish(current, report, at: now, by: caller.who, in: db)
            try Audit.record(
                by: caller, what: "model.publish", subject: "product:\(draft.product)",
                detail: ["version": .integer(Int64(version))], at: now, in: db)
            return PublishedModelView(try ConfigurationModel.published(draft.product, version, in: db))
        }
        return Created(view, at: "/v1/products/\(view.product)/model/versions/\(view.version)")
    }
}
