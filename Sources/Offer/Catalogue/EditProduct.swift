import People
import Storage
import Values
import Web

/// Changes a product; its kind stays, and its state has steps of its own.
struct EditProduct: Endpoint {
    static let route = Route(.put, "/v1/catalogue/products/{product}", .catalogueEdit)
    static let summary = "Changes a product; its kind stays, and its state has steps of its own."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let ifMatch: EditVersion
        let category: ID<Category>?
        let name: Texts
        let description: Texts
        let taxClass: ID<TaxClass>
        let weightGrams: Weight
        let capture: CapturePolicy
        let parts: Parts

        func wanted(of kind: Product.Kind, in state: Product.State) -> Product {
            Product(
                id: product, kind: kind, category: category, name: name, description: description, taxClass: taxClass,
                weightGrams: weightGrams.grams, capture: capture, parts: parts.list, state: state,
                version: ifMatch.number)
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CatalogueProductView> {
        let now = shop.now
        return try await shop.write { db in
            let stored = try Product.known(input.product, in: db)
            let edited = try input.wanted(of: stored.kind, in: stored.state).edit(in: db)
            let view = CatalogueProductView(edited)
            try Audit.record(
                by: caller, what: "product.edit", subject: "product:\(edited.id)",
                before: JSONCoding.json(CatalogueProductView(stored)), after: JSONCoding.json(view), at: now, in: db)
            return Tagged(view, version: edited.version)
        }
    }
}
