import Storage
import Values
import Web

/// Reads a product's prices, past ones and those to come.
struct ReadPrices: Endpoint {
    static let route = Route(.get, "/v1/products/{product}/prices", .catalogueRead)
    static let summary = "Reads a product's prices, past and future; the ETag is what an edit asks for."
    static let refusals: [any Web.Refusal.Type] = [PriceList.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<PriceListView> {
        let list = try await shop.read { db in try PriceList.of(input.product, in: db) }
        return Tagged(PriceListView(list), version: list.version)
    }
}
