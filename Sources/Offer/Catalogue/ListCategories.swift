import Storage
import Values
import Web

/// Lists all categories in the order in which the shop shows them.
struct ListCategories: Endpoint {
    static let route = Route(.get, "/v1/categories", .shop)
    static let isKept = true
    static let summary = "Lists all categories in the order in which the shop shows them."

    let shop: Shop

    func answer(_ input: Nothing, for caller: Caller) async throws -> Page<CategoryView> {
        try await shop.read { db in Page(try Category.all(in: db).map(CategoryView.init), next: nil) }
    }
}
