import Storage
import Values
import Web

/// Reads one discount, with the version to edit it by.
struct ReadDiscount: Endpoint {
    static let route = Route(.get, "/v1/discounts/{discount}", .catalogueRead)
    static let summary = "Reads a discount; its ETag is what an edit asks for."
    static let refusals: [any Web.Refusal.Type] = [Discount.Refusal.self]

    struct Input: Decodable, Sendable {
        let discount: ID<Discount>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<DiscountView> {
        let discount = try await shop.read { db in try Discount.known(input.discount, in: db) }
        return Tagged(DiscountView(discount), version: discount.version)
    }
}
