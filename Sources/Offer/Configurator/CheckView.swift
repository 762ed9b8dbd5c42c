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
    /// What is chosen to look at, to be laid on each other from first to last; the first of the product's own
    /// pictures when no chosen option has one.
    package let pictures: [PicturePath]
    /// What is chosen, defaults included and marked, in the model's order.
    package let options: [Configuration.Chosen]
    /// What the parameters are set to, in the model's order.
    package let settings: [Configuration.Setting]
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
    /// Where every option stands as the selection is, in the model's order.
    package let standings: [Standing]

    package struct Standing: Codable, Hashable, Sendable {
        package let option: ID<ConfigurationModel.Option>
        package let state: CompiledModel.Standing.State
        /// What must be taken as well.
        package let more: [ID<ConfigurationModel.Option>]
        /// The rules that stand in the way or ask for more, in their own words.
        package let rules: [ConfigurationModel.Rule]
        /// What the price of one unit would change by, with all that comes along or goes.
        package let change: Money
    }

    init(
        _ checked: CheckedSelection, _ choices: Choices, _ quantity: Quantity, in db: any Transaction
    ) throws {
        let stock = try Stock.available(checked.demand.items, in: db)
        product = checked.product.id
        modelVersion = checked.modelVersion
        valid = checked.isValid
        pictures = try checked.pile.views(or: checked.product.id, in: db)
        options = checked.options
        settings = checked.settings
        missing = checked.missing
        tooMany = checked.tooMany
        broken = checked.broken
        unitPrice = checked.price
        trace = checked.trace
        weightGrams = checked.weightGrams
        availability = Availability(of: checked.demand, in: stock)
        standings = checked.held.map { held in
            held.model.standings(choices, held.verdict, in: held.sphere).map {
                Standing($0, checked.product, held, from: checked.price)
            }
        } ?? []
        shortages = checked.demand.times(quantity).sorted.compactMap { item, wanted in
            let available = stock[item, default: 0]
            return available < wanted ? Stock.Shortage(item: item, wanted: wanted, available: available) : nil
        }
    }
}

extension CheckView.Standing {
    init(
        _ standing: CompiledModel.Standing, _ product: Product, _ held: CheckedSelection.Held, from price: Money
    ) {
        let model = held.model
        option = model.options[standing.option].option.id
        state = standing.state
        more = standing.more.map { model.options[$0].option.id }
        rules = standing.rules.map { model.rules[$0] }
        var verdict = held.verdict
        verdict.taken = standing.taken
        let then = try? Reckoning(product, base: held.base, model, verdict, in: held.sphere).price
        change = then.map { $0 - price } ?? .zero(price.currency)
    }
}
