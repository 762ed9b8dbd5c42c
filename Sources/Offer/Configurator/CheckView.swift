import Storage
import Supply
import Values
import Web

/// What a selection comes to.
package struct CheckView: View, Equatable {
    package let product: ID<Product>
    package let modelVersion: Int?
    /// True when it can be bought as it stands.
    package let valid: Bool
    /// What is chosen, defaults included and marked, in the model's order.
    package let options: [Configuration.Chosen]
    package let missing: [Configuration.Missing]
    package let tooMany: [Configuration.Excess]
    /// The rules that don't hold, in their own words.
    package let broken: [ConfigurationModel.Rule]
    /// Of one unit, as far as it is chosen.
    package let unitPrice: Money
    package let trace: PriceTrace
    package let weightGrams: Int
    package let availability: Availability
    /// The stock items of which there are too few for the quantity asked about.
    package let shortages: [Stock.Shortage]

    init(_ checked: CheckedSelection, _ quantity: Quantity, in db: any Transaction) throws {
        let stock = try Stock.available(checked.demand.items, in: db)
        product = checked.product.id
        modelVersion = checked.modelVersion
        valid = checked.isValid
        options = checked.options
        missing = checked.missing
        tooMany = checked.tooMany
        broken = checked.broken
        unitPrice = checked.price
        trace = checked.trace
        weightGrams = checked.weightGrams
        availability = Availability(of: checked.demand, in: stock)
        shortages = checked.demand.times(quantity).sorted.compactMap { item, wanted in
            let available = stock[item, default: 0]
            return available < wanted ? Stock.Shortage(item: item, wanted: wanted, available: available) : nil
        }
    }
}
