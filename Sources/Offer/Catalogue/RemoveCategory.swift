import People
import Storage
import Values
import Web

/// Removes a category that no product stands in.
struct RemoveCategory: Endpoint {
    static let route = Route(.delete, "/v1/categories/{category}", .catalogueEdit)
    static let summary = "Removes a category that no product stands in."
    static let refusals: [any Refusal.Type] = [Category.Refusal.self]

    struct Input: Decodable, Sendable {
        let category: ID<Category>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            let category = try Category.known(input.category, in: db)
            try Category.remove(input.category, in: db)
            try Audit.record(
                by: caller, what: "category.remove", subject: "category:\(input.category)",
                before: JSONCoding.json(CategoryView(category)), at: now, in: db)
        }
        return Done()
    }
}
