import Storage
import Values
import Web

/// Lists the discounts, in the order in which they are applied.
struct ListDiscounts: Endpoint {
    static let route = Route(.get, "/v1/discounts", .catalogueRead)
    static let summary = "Lists the discounts by identifier, which is the order in which they are applied."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<DiscountView> {
        let after = try input.page.after(ID<Discount>.self)
        return try await shop.read { db in
            let discounts = try Discount.page(after: after, limit: input.page.limit + 1, in: db)
            return input.page.page(discounts, cursor: { $0.id.text }, show: DiscountView.init)
        }
    }
}
