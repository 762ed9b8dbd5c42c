import Storage
import Values

/// A draft of a model, to be tried on what was chosen from the version before it is published.
package struct DraftTrial: Sendable {
    private let product: ID<Product>
    private let model: CompiledModel

    /// What choices would come to.
    package enum Outcome: Sendable {
        /// With what would come along and be taken by default; and the price of one unit.
        case taken(Choices, Money)
        case refused(Configuration.Refusal)
    }

    /// Throws `ConfigurationModel.Refusal.withoutDraft`.
    package init(of product: ID<Product>, in db: any Transaction) throws {
        let draft = try ConfigurationModel.Draft.find(product, in: db)
        guard draft.version > 0 else { throw ConfigurationModel.Refusal.withoutDraft(product) }
        self.product = product
        model = CompiledModel(draft.document)
    }

    package func outcome(
        of choices: Choices, currency: Currency, market: Country?, on day: Day, in db: any Transaction
    ) throws -> Outcome {
        do {
            let wanted = Configuration.Wanted(
                product: product, choices: choices, version: nil, currency: currency, market: market, day: day)
            let checked = try CheckedSelection(wanted, draft: model, in: db)
            let configuration = try checked.configuration()
            return .taken(configuration.choices, configuration.unitPrice)
        } catch let refusal as Configuration.Refusal {
            return .refused(refusal)
        }
    }
}
