import People
import Storage
import Values
import Web

/// Takes a discount out of force at once. Orders keep what they were placed with.
struct RemoveDiscount: Endpoint {
    static let route = Route(.delete, "/v1/discounts/{discount}", .priceEdit)
    static let summary = "Removes a discount."
    static let refusals: [any Web.Refusal.Type] = [Discount.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let discount: ID<Discount>
        let version: EditVersion
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            let discount = try Discount.known(input.discount, in: db)
            try input.version.check(current: discount.version)
            try Discount.remove(discount.id, in: db)
            try Audit.record(
                by: caller, what: "discount.remove", subject: "discount:\(discount.id)",
                before: JSONCoding.json(DiscountView(discount)), at: now, in: db)
        }
        return Done()
    }
}
