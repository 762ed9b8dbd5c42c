import Storage
import Values
import Web

/// Lists the published versions of a product's model, the latest first.
struct ListModelVersions: Endpoint {
    static let route = Route(.get, "/v1/products/{product}/model/versions", .catalogueRead)
    static let summary = "Lists the published versions of a product's model, the latest first."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<ModelVersionView> {
        guard let before = input.page.after.map({ Int($0) }) ?? .max else { throw PageRequest.badCursor }
        return try await shop.read { db in
            _ = try ConfigurationModel.Draft.find(input.product, in: db)
            let versions = try db.all(ModelTable.page, [
                "product": input.product, "before": before, "limit": input.page.limit + 1,
            ]) { row in
                ModelVersionView(
                    version: try row["version"], publishedAt: try row["published_at"],
                    publishedBy: try row["published_by"])
            }
            return input.page.page(versions, cursor: { String($0.version) }, show: { $0 })
        }
    }
}
