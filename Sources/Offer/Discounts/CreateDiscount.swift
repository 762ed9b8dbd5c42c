import People
import Storage
import Values
import Web

/// Makes a discount that counts by itself wherever its terms are met.
struct CreateDiscount: Endpoint {
    static let route = Route(.post, "/v1/discounts", .priceEdit)
    static let summary = "Adds a discount: a percentage or an amount off all goods, one product or one category."
    static let refusals: [any Web.Refusal.Type] = [Discount.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<Discount>
        let label: Texts
        let currency: Currency
        let effect: Discount.Effect
        /// All goods unless said otherwise.
        let eligible: Discount.Eligible?
        let minimum: Money?
        let validFrom: Day?
        let validUntil: Day?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<DiscountView> {
        let now = shop.now
        let discount = try Discount(
            id: input.id, label: input.label, currency: input.currency, effect: input.effect,
            eligible: input.eligible ?? .all, minimum: input.minimum, validFrom: input.validFrom,
            validUntil: input.validUntil)
        let view = DiscountView(discount)
        try await shop.write { db in
            try discount.add(at: now, in: db)
            try Audit.record(
                by: caller, what: "discount.create", subject: "discount:\(discount.id)",
                after: JSONCoding.json(view), at: now, in: db)
        }
        return Created(view, at: "/v1/discounts/\(discount.id)")
    }
}
