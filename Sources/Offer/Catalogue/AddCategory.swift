import People
import Storage
import Values
import Web

/// Adds a category under an id that staff choose.
struct AddCategory: Endpoint {
    static let route = Route(.post, "/v1/categories", .catalogueEdit)
    static let summary = "Adds a category under an id of your choice."
    static let refusals: [any Refusal.Type] = [Category.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<Category>
        let name: Texts
        let position: Position?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<CategoryView> {
        let category = Category(id: input.id, name: input.name, position: input.position?.number ?? 0)
        let now = shop.now
        try await shop.write { db in
            try category.add(in: db)
            try Audit.record(
                by: caller, what: "category.add", subject: "category:\(category.id)",
                after: JSONCoding.json(CategoryView(category)), at: now, in: db)
        }
        return Created(CategoryView(category), at: "/v1/categories/\(category.id)")
    }
}
