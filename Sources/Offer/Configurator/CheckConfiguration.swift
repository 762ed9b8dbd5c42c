import Storage
import Supply
import Values
import Web

/// Says whether a selection, complete or not, is valid, what it costs and how many of it there are.
struct CheckConfiguration: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/check", .shop)
    static let summary = "Says whether a selection, complete or not, is valid, what it costs and how many there are."
    static let refusals: [any Refusal.Type] = [Configuration.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let choices: Choices?
        let modelVersion: ModelVersion?
        let currency: Currency
        /// Where the goods go; the shop's own country when left out.
        let country: Country?
        let quantity: Quantity?
    }

    let shop: Shop
    let reasoners: Reasoners

    func answer(_ input: Input, for caller: Caller) async throws -> CheckView {
        let wanted = Configuration.Wanted(
            product: input.product, choices: input.choices ?? .none, version: input.modelVersion?.number,
            currency: input.currency, market: input.country, day: shop.now.day)
        let (checked, around) = try await shop.read { db in
            guard try PricingSettings.find(in: db).currencies.contains(input.currency) else {
                throw Configuration.Refusal.notSold(input.currency)
            }
            let checked = try CheckedSelection(wanted, in: db)
            return (checked, try CheckView.Surroundings(checked, input.quantity ?? .one, in: db))
        }
        // Outside a transaction, because it may take a while.
        return CheckView(checked, around, await Thought(checked, wanted.choices, with: reasoners))
    }
}

/// The number of a published model version.
struct ModelVersion: SchemaDeclaring, Sendable {
    let number: Int

    static let schema = Schema.integer(1...1_000_000)

    init(from decoder: any Decoder) throws { number = try decoder.singleValueContainer().decode(Int.self) }
}
