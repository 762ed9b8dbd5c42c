import Storage
import Values
import Web

/// Begins a configuration of a product, or one with the choices of another.
struct StartConfiguration: Endpoint {
    static let route = Route(.post, "/v1/configurations", .shop)
    static let summary = """
        Begins a configuration of a product with the latest version of its model, or with the choices of another \
        one, a shared one too. Whoever knows its id may go on with it.
        """
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self, SavedConfiguration.Refusal.self]

    struct Input: Decodable, Sendable {
        /// With `from` the product of that one.
        let product: ID<Product>?
        /// Begins with its product, version, currency and choices.
        let from: ID<SavedConfiguration>?
        /// The first the shop sells in when none is named.
        let currency: Currency?
        /// Where the goods go; the shop's own country when left out.
        let country: Country?
        let choices: Choices?
    }

    let desk: ConfigurationDesk

    func answer(_ input: Input, for caller: Caller) async throws -> Created<SavedConfigurationView> {
        let id: ID<SavedConfiguration> = desk.shop.newID()
        let begun = try await desk.shop.read { db in
            let other = try input.from.map { try SavedConfiguration.find($0, in: db) }
            guard let product = input.product ?? other?.product else {
                throw Problem.invalidInput([.init("#/product", "is missing, as `from` is")])
            }
            let sold = try PricingSettings.find(in: db).currencies
            let currency = input.currency ?? other?.currency ?? sold.first ?? .EUR
            guard sold.contains(currency) else { throw Configuration.Refusal.notSold(currency) }
            guard try Product.offered(product, in: db).kind == .configurable else {
                throw SavedConfiguration.Refusal.notConfigurable(product)
            }
            let isSame = other?.product == product
            let version = isSame ? other?.modelVersion : try ConfigurationModel.latest(of: product, in: db)
            guard let version else { throw Configuration.Refusal.unknownVersion(nil) }
            return SavedConfiguration(
                id: id, product: product, modelVersion: version, currency: currency,
                market: input.country ?? other?.market,
                    choices: input.choices ?? (isSame ? other?.choices : nil) ?? .none,
                history: [], isShared: false, step: 1)
        }
        try await desk.checkRoom(begun)
        let now = desk.shop.now
        try await desk.shop.write { db in try begun.insert(at: now, in: db) }
        return Created(try await desk.show(begun), at: "/v1/configurations/\(id)")
    }
}
