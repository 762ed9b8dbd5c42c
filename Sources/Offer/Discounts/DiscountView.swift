import Values
import Web

/// A discount as staff see it.
package struct DiscountView: View {
    package let id: ID<Discount>
    package let label: Texts
    package let currency: Currency
    package let effect: Discount.Effect
    package let eligible: Discount.Eligible
    package let minimum: Money?
    package let validFrom: Day?
    package let validUntil: Day?
    package let version: Int

    init(_ discount: Discount) {
        id = discount.id
        label = discount.label
        currency = discount.currency
        effect = discount.effect
        eligible = discount.eligible
        minimum = discount.minimum
        validFrom = discount.validFrom
        validUntil = discount.validUntil
        version = discount.version
    }
}
