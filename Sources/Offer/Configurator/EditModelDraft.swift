import People
import Storage
import Values
import Web

/// Writes the whole draft of a product's next model, refusing all its faults at once.
struct EditModelDraft: Endpoint {
    static let route = Route(.put, "/v1/products/{product}/model/draft", .catalogueEdit)
    static let summary = "Writes the whole draft of a product's next model; before the first draft, If-Match is \"0\"."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self, EditVersion.Refusal.self]
    static let body = Body.json(limitBytes: ConfigurationModel.documentLimitBytes)

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let ifMatch: EditVersion
        let groups: ModelGroups
        let rules: ModelRules?
        let parameters: ModelParameters?
        let effects: ModelEffects?
        let packs: ModelPacks?

        var document: ModelDocument {
            ModelDocument(
                groups: groups.list, rules: rules?.list ?? [], parameters: parameters?.list ?? [],
                effects: effects?.list ?? [], packs: packs?.list ?? [])
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<ModelDraftView> {
        let now = shop.now
        let draft = ConfigurationModel.Draft(
            product: input.product, version: input.ifMatch.number, document: input.document)
        return try await shop.write { db in
            _ = try ConfigurationModel.Draft.find(draft.product, in: db)
            let sphere = try ConfigurationModel.Sphere.at(nil, now.day, in: db)
            let faults = try draft.document.faults(of: draft.product, in: sphere, in: db)
            guard faults.isEmpty else { throw Problem.invalidInput(Array(faults.prefix(Schema.faultLimit))) }
            let saved = try draft.save(at: now, in: db)
            let document = saved.document
            try Audit.record(
                by: caller, what: "model.draft", subject: "product:\(draft.product)",
                detail: [
                    "version": .integer(Int64(saved.version)), "groups": .integer(Int64(document.groups.count)),
                    "rules": .integer(Int64(document.rules.count)),
                ],
                at: now, in: db)
            return Tagged(ModelDraftView(saved), version: saved.version)
        }
    }
}
