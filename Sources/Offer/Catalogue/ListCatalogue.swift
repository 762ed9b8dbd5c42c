import Storage
import Values
import Web

/// Lists products for staff, drafts and withdrawn ones too.
struct ListCatalogue: Endpoint {
    static let route = Route(.get, "/v1/catalogue/products", .catalogueRead)
    static let summary = """
        Lists products for staff, drafts and withdrawn ones too, by id; with today's prices and the first picture.
        """

    struct Input: Decodable, Sendable {
        let state: Product.State?
        let category: ID<Category>?
        let words: String?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<ListedProductView> {
        let search = try ProductSearch(
            states: input.state.map { [$0] } ?? Product.State.allCases, category: input.category, text: input.words)
        let day = shop.now.day
        return try await shop.read { db in
            let shown = try Showing(nil, nil, on: day, in: db)
            let products = try search.products(input.page, in: db)
            return try input.page.page(products, cursor: \.id.text) { try ListedProductView($0, shown, in: db) }
        }
    }
}
