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
    /// Why the choices can't hold together whatever else is taken; missing when they can.
    package let conflict: Conflict?
    /// Of one unit, as far as it is chosen.
    package let unitPrice: Money
    package let trace: PriceTrace
    package let weightGrams: Int
    package let availability: Availability
    /// The stock items of which there are too few for the quantity asked about.
    package let shortages: [Stock.Shortage]
    /// Where every option stands as the selection is, in the model's order.
    package let standings: [Standing]
    /// What each parameter can be, with the other choices as they are.
    package let ranges: [Range]
    /// Packs that cost less than what they would add by itself.
    package let proposals: [Proposal]
    /// Why not everything could be thought through, as it was too much: then some of what is called impossible may not
    /// be. Missing otherwise.
    package let undecided: String?

    package struct Standing: Codable, Hashable, Sendable {
        package let option: ID<ConfigurationModel.Option>
        package let state: CompiledModel.Standing.State
        /// What must be taken as well.
        package let more: [ID<ConfigurationModel.Option>]
        /// What parameters must be set to, as `length=180`.
        package let settings: [String]
        /// What comes along by itself.
        package let brings: [ID<ConfigurationModel.Option>]
        /// What would be taken no more.
        package let drops: [ID<ConfigurationModel.Option>]
        /// The rules that stand in the way or ask for more, in their own words.
        package let rules: [ConfigurationModel.Rule]
        /// Why it can't be taken; missing where it can, or where too many can't.
        package let conflict: Conflict?
        /// What the price of one unit would change by, with all that comes along or goes.
        package let change: Money
    }

    /// Choices and rules of which none can be left out of the contradiction.
    package struct Conflict: Codable, Hashable, Sendable {
        /// The buyer's choices that stand in the way.
        package let because: [String]
        package let rules: [ConfigurationModel.Rule]
        /// Groups whose minimum or maximum stands in the way.
        package let groups: [ID<ConfigurationModel.Group>]
        /// What to drop, the smallest way first; none where nothing helps.
        package let ways: [Way]

        package struct Way: Codable, Hashable, Sendable {
            package let drop: [String]
        }
    }

    package struct Range: Codable, Hashable, Sendable {
        package let parameter: ID<ConfigurationModel.Parameter>
        package let lowest: Int
        package let highest: Int
    }

    /// A pack of which something is taken already.
    package struct Proposal: Codable, Hashable, Sendable {
        package let pack: ID<ConfigurationModel.Pack>
        package let name: Texts
        /// What would be added.
        package let more: [ID<ConfigurationModel.Option>]
        /// What the price of one unit would change by: below zero where more costs less.
        package let change: Money
        /// What the added options would cost more without the pack.
        package let saving: Money
    }

    /// What is looked up beside the selection.
    package struct Surroundings: Sendable {
        let pictures: [PicturePath]
        let availability: Availability
        let shortages: [Stock.Shortage]

        init(_ checked: CheckedSelection, _ quantity: Quantity, in db: any Transaction) throws {
            let stock = try Stock.available(checked.demand.items, in: db)
            pictures = try checked.pile.views(or: checked.product.id, in: db)
            availability = Availability(of: checked.demand, in: stock)
            shortages = checked.demand.times(quantity).sorted.compactMap { item, wanted in
                let available = stock[item, default: 0]
                return available < wanted ? Stock.Shortage(item: item, wanted: wanted, available: available) : nil
            }
        }
    }

    init(_ checked: CheckedSelection, _ around: Surroundings, _ thought: Thought) {
        product = checked.product.id
        modelVersion = checked.modelVersion
        valid = checked.isValid
        pictures = around.pictures
        options = checked.options
        settings = checked.settings
        missing = checked.missing
        tooMany = checked.tooMany
        broken = checked.broken
        unitPrice = checked.price
        trace = checked.trace
        weightGrams = checked.weightGrams
        availability = around.availability
        shortages = around.shortages
        undecided = thought.undecided
        guard let held = checked.held else {
            (conflict, standings, ranges, proposals) = (nil, [], [], [])
            return
        }
        conflict = thought.conflict.map { Conflict($0, held.model) }
        standings = thought.standings.map { Standing($0, checked.product, held, from: checked.price) }
        ranges = zip(held.model.parameters, thought.ranges).compactMap { parameter, range in
            range.map { Range(parameter: parameter.id, lowest: $0.lowerBound, highest: $0.upperBound) }
        }
        proposals = checked.proposals
    }
}

extension CheckView.Conflict {
    init(_ conflict: Deliberation.Conflict, _ model: CompiledModel) {
        because = conflict.because
        rules = conflict.rules.map { model.rules[$0] }
        groups = conflict.groups
        ways = conflict.ways.map { Way(drop: $0) }
    }
}

extension CheckView.Standing {
    init(
        _ standing: CompiledModel.Standing, _ product: Product, _ held: CheckedSelection.Held, from price: Money
    ) {
        let model = held.model
        func ids(_ numbers: [Int]) -> [ID<ConfigurationModel.Option>] { numbers.map { model.options[$0].option.id } }
        let isOpen = standing.state == .possible || standing.state == .needsMore
        let (before, after) = (Set(held.verdict.taken), Set(standing.taken))
        option = model.options[standing.option].option.id
        state = standing.state
        more = ids(standing.more)
        settings = standing.set.map(\.description)
        brings = isOpen ? ids(standing.taken.filter {
            $0 != standing.option && !before.contains($0) && !standing.more.contains($0)
        }) : []
        drops = isOpen ? ids(held.verdict.taken.filter { !after.contains($0) }) : []
        rules = standing.rules.map { model.rules[$0] }
        conflict = standing.conflict.map { CheckView.Conflict($0, model) }
        var verdict = held.verdict
        verdict.taken = standing.taken
        verdict.values = standing.values ?? verdict.values
        let then = try? Reckoning(product, base: held.base, model, verdict, in: held.sphere).price
        change = then.map { $0 - price } ?? .zero(price.currency)
    }
}
