import People
import Storage
import Values
import Web

/// Changes a discount's terms. Open carts are priced anew; orders keep what they were placed with.
struct EditDiscount: Endpoint {
    static let route = Route(.put, "/v1/discounts/{discount}", .priceEdit)
    static let summary = "Sets all of a discount's terms in the place of those it had."
    static let refusals: [any Web.Refusal.Type] = [Discount.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let discount: ID<Discount>
        let version: EditVersion
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

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<DiscountView> {
        let now = shop.now
        let edit = try Discount(
            id: input.discount, label: input.label, currency: input.currency, effect: input.effect,
            eligible: input.eligible ?? .all, minimum: input.minimum, validFrom: input.validFrom,
            validUntil: input.validUntil)
        let discount = try await shop.write { db in
            let before = try Discount.known(input.discount, in: db)
            try input.version.check(current: before.version)
            try edit.save(at: now, in: db)
            let discount = try Discount.known(input.discount, in: db)
            try Audit.record(
                by: caller, what: "discount.edit", subject: "discount:\(discount.id)",
                before: JSONCoding.json(DiscountView(before)),
                after: JSONCoding.json(DiscountView(discount)), at: now, in: db)
            return discount
        }
        return Tagged(DiscountView(discount), version: discount.version)
    }
}
