import People
import Storage
import Values
import Web

/// Adds a product as a draft, under an id that staff choose.
struct AddProduct: Endpoint {
    static let route = Route(.post, "/v1/products", .catalogueEdit)
    static let summary = "Adds a product as a draft, under an id of your choice."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<Product>
        let kind: Product.Kind
        let category: ID<Category>?
        let name: Texts
        let description: Texts
        let taxClass: ID<TaxClass>
        let weightGrams: Weight?
        let capture: CapturePolicy?
        let parts: Parts?

        var product: Product {
            Product(
                id: id, kind: kind, category: category, name: name, description: description, taxClass: taxClass,
                weightGrams: weightGrams?.grams ?? 0, capture: capture ?? .atShipment, parts: parts?.list ?? [],
                state: .draft, version: 1)
        }
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<CatalogueProductView> {
        let product = input.product
        let now = shop.now
        try await shop.write { db in
            try product.add(in: db)
            try Audit.record(
                by: caller, what: "product.add", subject: "product:\(product.id)",
                after: JSONCoding.json(CatalogueProductView(product)), at: now, in: db)
        }
        return Created(CatalogueProductView(product), at: "/v1/catalogue/products/\(product.id)")
    }
}
