import Storage
import Values
import Web

/// Reads one category, with the ETag that editing it wants.
struct ReadCategory: Endpoint {
    static let route = Route(.get, "/v1/categories/{category}", .shop)
    static let summary = "Reads one category, with the ETag that editing it wants."
    static let refusals: [any Refusal.Type] = [Category.Refusal.self]

    struct Input: Decodable, Sendable {
        let category: ID<Category>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CategoryView> {
        try await shop.read { db in
            let category = try Category.known(input.category, in: db)
            return Tagged(CategoryView(category), version: category.version)
        }
    }
}
