import Storage
import Values
import Web

/// Lists the products on sale, of one category or with certain words in their names and descriptions.
struct ListProducts: Endpoint {
    static let route = Route(.get, "/v1/products", .shop)
    static let isKept = true
    static let summary = "Lists the products on sale by id, of one category or found by words in either language."

    struct Input: Decodable, Sendable {
        let category: ID<Category>?
        /// Every one of them occurs in a product that is found.
        let words: String?
        let currency: Currency?
        let language: Language?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<ProductView> {
        let search = try ProductSearch(states: [.published], category: input.category, text: input.words)
        let day = shop.now.day
        return try await shop.read { db in
            let shown = try Showing(input.language, input.currency, on: day, in: db)
            let products = try search.products(input.page, in: db)
            return try input.page.page(products, cursor: \.id.text) { try ProductView($0, shown, in: db) }
        }
    }
}
