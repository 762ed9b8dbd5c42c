import Storage
import Supply
import Values

/// A selection, complete or not, held against a product's model and priced as far as it goes.
struct CheckedSelection: Sendable {
    let product: Product
    let modelVersion: Int?
    /// Empty for fixed goods.
    let options: [Configuration.Chosen]
    let settings: [Configuration.Setting]
    let missing: [Configuration.Missing]
    let tooMany: [Configuration.Excess]
    let broken: [ConfigurationModel.Rule]
    let demand: Demand
    let trace: PriceTrace
    let price: Money
    let weightGrams: Int
    /// What it was held against; nil for fixed goods.
    let held: Held?
    let pile: PicturePile

    struct Held: Sendable {
        let model: CompiledModel
        let verdict: CompiledModel.Verdict
        let sphere: ConfigurationModel.Sphere
        /// Before options.
        let base: Money
    }

    var isValid: Bool { missing.isEmpty && tooMany.isEmpty && broken.isEmpty }

    /// Throws `Configuration.Refusal` for what isn't offered at all: the product, the version, an option, a value, the
    /// currency.
    /// - Parameter draft: held against instead of a published version.
    init(_ wanted: Configuration.Wanted, draft: CompiledModel? = nil, in db: any Transaction) throws {
        let product = try Product.offered(wanted.product, in: db)
        let (currency, choices) = (wanted.currency, wanted.choices)
        guard let base = try PriceList.price(of: product.id, currency: currency, on: wanted.day, in: db) else {
            throw Configuration.Refusal.notSold(currency)
        }
        switch product.kind {
        case .fixed:
            guard wanted.version == nil else { throw Configuration.Refusal.unknownVersion(wanted.version) }
            guard choices.isEmpty else {
                throw Configuration.Refusal.unknownOptions(choices.options + choices.values.map { $0.parameter.of() })
            }
            self.init(product, Reckoning(product, base: base))
        case .configurable:
            // A draft's number is no version's: nothing that is made of it can be ordered.
            let found = try draft.map { (version: 0, model: $0) }
                ?? CompiledModels.find(product.id, version: wanted.version, in: db)
            guard let (version, model) = found else { throw Configuration.Refusal.unknownVersion(wanted.version) }
            let sphere = try ConfigurationModel.Sphere.at(wanted.market, wanted.day, in: db)
            let verdict = model.check(choices, in: sphere)
            guard verdict.unknown.isEmpty else { throw Configuration.Refusal.unknownOptions(verdict.unknown) }
            guard verdict.outOfRange.isEmpty else { throw Configuration.Refusal.outOfRange(verdict.outOfRange) }
            let held = Held(model: model, verdict: verdict, sphere: sphere, base: base)
            self.init(product, try Reckoning(product, base: base, model, verdict, in: sphere), version, held)
        }
    }

    private init(_ product: Product, _ reckoning: Reckoning, _ version: Int? = nil, _ held: Held? = nil) {
        self.product = product
        modelVersion = version
        options = held?.chosen ?? []
        settings = held?.settings ?? []
        missing = held?.verdict.missing ?? []
        tooMany = held?.verdict.tooMany ?? []
        broken = held.map { held in held.verdict.broken.map { held.model.rules[$0] } } ?? []
        demand = reckoning.demand
        trace = PriceTrace(reckoning.entries)
        price = reckoning.price
        weightGrams = reckoning.weightGrams
        self.held = held
        pile = held?.pile ?? PicturePile()
    }
}

extension CheckedSelection.Held {
    /// In the model's order, each with why it is taken.
    fileprivate var chosen: [Configuration.Chosen] {
        verdict.taken.map { number in
            let place = model.options[number]
            let because = verdict.included[number].map { rule in
                rule.map { model.rules[$0].message } ?? Configuration.Chosen.underneath
            }
            return Configuration.Chosen(
                id: place.option.id, group: model.groups[place.group].name, name: place.option.name,
                isDefault: verdict.defaults.contains(number), because: because)
        }
    }

    fileprivate var settings: [Configuration.Setting] {
        model.parameters.enumerated().compactMap { number, parameter in
            verdict.values[number].map {
                Configuration.Setting(
                    parameter: parameter.id, name: parameter.name, value: $0, unit: parameter.unit,
                    isDefault: !verdict.set.contains(number))
            }
        }
    }

    fileprivate var pile: PicturePile {
        var pile = PicturePile()
        for number in verdict.taken { pile.lay(model.options[number].option) }
        return pile
    }
}

extension Configuration.Chosen {
    /// Why an option is taken that others stand under.
    static let underneath = Texts(
        en: "It comes with what was chosen of it.", de: "Es kommt mit dem, was davon gewählt wurde.")
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
    /// means the latest published one; `market` nil, that it isn't known yet where the goods go. Throws
    /// `Configuration.Refusal`.
    ///
    /// Everything that needs a configuration calls this; nothing else decides what is valid or what it costs, and
    /// nothing else makes the mark that an order's lines want.
    package static func complete(
        _ product: ID<Product>, _ choices: Choices, version: Int?, currency: Currency, market: Country? = nil,
        on day: Day, in db: any Transaction
    ) throws -> Configuration {
        let wanted = Wanted(
            product: product, choices: choices, version: version, currency: currency, market: market, day: day)
        return try remembered.value(wanted, in: db) { try CheckedSelection(wanted, in: db).configuration() }
    }

    /// All that a configuration depends on, besides what staff set.
    struct Wanted: Hashable, Sendable {
        let product: ID<Product>
        let choices: Choices
        let version: Int?
        let currency: Currency
        let market: Country?
        let day: Day
    }

    /// The same line is looked up at every request on its cart. A configured car takes some 10 kB.
    private static let remembered = Remembered<Wanted, Configuration>(limit: 1000)
}
