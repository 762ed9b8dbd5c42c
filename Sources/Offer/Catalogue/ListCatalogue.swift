import Storage
import Values
import Web

/// Lists products for staff, drafts and withdrawn ones too.
struct ListCatalogue: Endpoint {
    static let route = Route(.get, "/v1/catalogue/products", .catalogueEdit)
    static let summary = "Lists products for staff, drafts and withdrawn ones too, by id."

    struct Input: Decodable, Sendable {
        let state: Product.State?
        let category: ID<Category>?
        let words: String?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<CatalogueProductView> {
        let search = try ProductSearch(
            states: input.state.map { [$0] } ?? Product.State.allCases, category: input.category, text: input.words)
        return try await shop.read { db in
            input.page.page(
                try search.products(input.page, in: db), cursor: \.id.text, show: CatalogueProductView.init)
        }
    }
}
