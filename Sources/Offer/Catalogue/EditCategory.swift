import People
import Storage
import Values
import Web

/// Changes a category's name and position.
struct EditCategory: Endpoint {
    static let route = Route(.put, "/v1/categories/{category}", .catalogueEdit)
    static let summary = "Changes a category's name and position."
    static let refusals: [any Refusal.Type] = [Category.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let category: ID<Category>
        let ifMatch: EditVersion
        let name: Texts
        let position: Position
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<CategoryView> {
        let wanted = Category(
            id: input.category, name: input.name, position: input.position.number, version: input.ifMatch.number)
        let now = shop.now
        return try await shop.write { db in
            let before = try Category.known(input.category, in: db)
            let edited = try wanted.edit(in: db)
            try Audit.record(
                by: caller, what: "category.edit", subject: "category:\(edited.id)",
                before: JSONCoding.json(CategoryView(before)), after: JSONCoding.json(CategoryView(edited)),
                at: now, in: db)
            return Tagged(CategoryView(edited), version: edited.version)
        }
    }
}
