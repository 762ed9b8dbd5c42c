import Storage
import Supply
import Values

/// A selection, complete or not, held against a product's model and priced as far as it goes.
struct CheckedSelection: Sendable {
    let product: Product
    let modelVersion: Int?
    /// Empty for fixed goods.
    let options: [Configuration.Chosen]
    let missing: [Configuration.Missing]
    let tooMany: [Configuration.Excess]
    let broken: [ConfigurationModel.Rule]
    let demand: Demand
    let trace: PriceTrace
    let price: Money
    let weightGrams: Int
    /// What it was held against; nil for fixed goods.
    let held: (model: CompiledModel, verdict: CompiledModel.Verdict)?
    let pile: PicturePile

    var isValid: Bool { missing.isEmpty && tooMany.isEmpty && broken.isEmpty }

    /// Throws `Configuration.Refusal` for what isn't offered at all: the product, the version, an option, the currency.
    init(
        _ product: ID<Product>, _ choices: Choices, version: Int?, currency: Currency, on day: Day,
        in db: any Transaction
    ) throws {
        let product = try Product.offered(product, in: db)
        guard let base = try PriceList.price(of: product.id, currency: currency, on: day, in: db) else {
            throw Configuration.Refusal.notSold(currency)
        }
        switch product.kind {
        case .fixed:
            guard version == nil else { throw Configuration.Refusal.unknownVersion(version) }
            guard choices.options.isEmpty else { throw Configuration.Refusal.unknownOptions(choices.options) }
            self.init(product, base: base)
        case .configurable:
            guard let (version, model) = try CompiledModels.find(product.id, version: version, in: db) else {
                throw Configuration.Refusal.unknownVersion(version)
            }
            let verdict = model.check(choices)
            guard verdict.unknown.isEmpty else { throw Configuration.Refusal.unknownOptions(verdict.unknown) }
            try self.init(product, base: base, version, model, verdict)
        }
    }

    private init(_ product: Product, base: Money) {
        self.product = product
        modelVersion = nil
        options = []
        missing = []
        tooMany = []
        broken = []
        demand = product.demand
        trace = PriceTrace([PriceTrace.Entry(.base, product.name, base)])
        price = base
        weightGrams = product.weightGrams
        held = nil
        pile = PicturePile()
    }

    private init(
        _ product: Product, base: Money, _ version: Int, _ model: CompiledModel, _ verdict: CompiledModel.Verdict
    ) throws(Configuration.Refusal) {
        var options: [Configuration.Chosen] = []
        var demand = product.demand
        var entries = [PriceTrace.Entry(.base, product.name, base)]
        var weightGrams = product.weightGrams
        var pile = PicturePile()
        for number in verdict.taken {
            let place = model.options[number]
            let option = place.option
            guard let effect = option.price(in: base.currency) else { throw .notSold(base.currency) }
            options.append(Configuration.Chosen(
                id: option.id, group: model.groups[place.group].name, name: option.name,
                isDefault: verdict.defaults.contains(number)))
            entries.append(PriceTrace.Entry(.option, option.name, effect))
            for part in option.parts { demand.add(part.item, part.count) }
            weightGrams += option.weightGrams
            pile.lay(option)
        }
        self.product = product
        modelVersion = version
        self.options = options
        missing = verdict.missing
        tooMany = verdict.tooMany
        broken = verdict.broken.map { model.rules[$0] }
        self.demand = demand
        trace = PriceTrace(entries)
        price = entries.map(\.amount).total(base.currency)
        self.weightGrams = weightGrams
        held = (model, verdict)
        self.pile = pile
        guard price.amount >= 0 else { throw .notSold(base.currency) }
    }
}

extension Product {
    /// What one unit takes from stock without options.
    var demand: Demand {
        var demand = Demand()
        for part in parts { demand.add(part.item, part.count) }
        return demand
    }

    /// On sale at this moment. Throws `Configuration.Refusal`.
    static func offered(_ id: ID<Product>, in db: any Transaction) throws -> Product {
        guard let product = try find(id, in: db), product.state != .draft else {
            throw Configuration.Refusal.unknownProduct(id)
        }
        guard product.state == .published else { throw Configuration.Refusal.withdrawn(id) }
        return product
    }
}

extension Configuration {
    /// Looks the product up, fills in defaults, holds the selection against the model and prices it. `version` nil
    /// means the latest published one. Throws `Configuration.Refusal`.
    ///
    /// Everything that needs a configuration calls this; nothing else decides what is valid or what it costs.
    package static func complete(
        _ product: ID<Product>, _ choices: Choices, version: Int?, currency: Currency, on day: Day,
        in db: any Transaction
    ) throws -> Configuration {
        let wanted = Wanted(product: product, choices: choices, version: version, currency: currency, day: day)
        return try remembered.value(wanted, in: db) { try complete(wanted, in: db) }
    }

    /// All that a configuration depends on, besides what staff set.
    private struct Wanted: Hashable, Sendable {
        let product: ID<Product>
        let choices: Choices
        let version: Int?
        let currency: Currency
        let day: Day
    }

    /// The same line is looked up at every request on its cart. A configured car takes some 10 kB.
    private static let remembered = Remembered<Wanted, Configuration>(limit: 1000)

    private static func complete(_ wanted: Wanted, in db: any Transaction) throws -> Configuration {
        let checked = try CheckedSelection(
            wanted.product, wanted.choices, version: wanted.version, currency: wanted.currency, on: wanted.day, in: db)
        guard checked.tooMany.isEmpty, checked.broken.isEmpty else {
            throw Refusal.broken(tooMany: checked.tooMany, rules: checked.broken)
        }
        guard checked.missing.isEmpty, let choices = Choices(checked.options.map(\.id)) else {
            throw Refusal.incomplete(checked.missing)
        }
        return Configuration(
            product: checked.product, modelVersion: checked.modelVersion, choices: choices, options: checked.options,
            demand: checked.demand, unitTrace: checked.trace, unitPrice: checked.price,
            weightGrams: checked.weightGrams, pile: checked.pile)
    }
}
