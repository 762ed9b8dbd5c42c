import Storage
import Values
import Web

/// A configuration under way, as its buyer sees it: what was chosen, and where that leaves everything.
package struct SavedConfigurationView: View, Equatable {
    package let id: ID<SavedConfiguration>
    package let product: ID<Product>
    package let modelVersion: Int
    /// The version published last: when it is another, the configuration can be moved to it.
    package let latestVersion: Int
    package let currency: Currency
    package let country: Country?
    /// What the buyer chose: options by their ids, values of parameters as `length=180`.
    package let choices: [String]
    /// How many steps can be undone.
    package let undoable: Int
    /// A shared one can't be changed; others begin with it.
    package let isShared: Bool
    package let check: CheckView
    /// With a completion: what is known of how good it is. Missing otherwise.
    package let completion: Completeness?
    /// With a move to a newer version: what it changed. Missing otherwise.
    package let move: Move?

    package struct Completeness: Codable, Hashable, Sendable {
        /// Whether none is nearer, or cheaper.
        package let isBest: Bool
        /// With `cheapest`: by how much a better one could cost less at most.
        package let gap: Money?
    }

    package struct Move: Codable, Hashable, Sendable {
        package let from: Int
        package let to: Int
        /// Choices that the newer version doesn't know, or that no longer hold together with the others.
        package let dropped: [String]
        /// What is taken now and wasn't.
        package let added: [ID<ConfigurationModel.Option>]
        /// What is taken no more.
        package let removed: [ID<ConfigurationModel.Option>]
        /// What the price of one unit changes by.
        package let change: Money
    }
}

extension SavedConfiguration {
    /// Held against its version of the model, without reasoning.
    func checked(on day: Day, in db: any Transaction) throws -> CheckedSelection {
        try CheckedSelection(
            Configuration.Wanted(
                product: product, choices: choices, version: modelVersion, currency: currency, market: market,
                    day: day),
            in: db)
    }
}

/// What the endpoints of configurations share: each reads, thinks outside of any transaction, and stores what it found
/// only if nothing else was stored meanwhile.
struct ConfigurationDesk: Sendable {
    let shop: Shop
    let reasoners: Reasoners

    /// A configuration with all that is known of it.
    func show(
        _ saved: SavedConfiguration, completion: SavedConfigurationView.Completeness? = nil,
        move: SavedConfigurationView.Move? = nil
    ) async throws -> SavedConfigurationView {
        let day = shop.now.day
        let (checked, around, latest) = try await shop.read { db in
            let checked = try saved.checked(on: day, in: db)
            let latest = try ConfigurationModel.latest(of: saved.product, in: db)
            return (checked, try CheckView.Surroundings(checked, .one, in: db), latest)
        }
        let thought = await Thought(checked, saved.choices, with: reasoners)
        return SavedConfigurationView(
            id: saved.id, product: saved.product, modelVersion: saved.modelVersion,
            latestVersion: latest ?? saved.modelVersion, currency: saved.currency, country: saved.market,
            choices: saved.choices.texts, undoable: saved.history.count, isShared: saved.isShared,
            check: CheckView(checked, around, thought), completion: completion, move: move)
    }

    func find(_ id: ID<SavedConfiguration>) async throws -> SavedConfiguration {
        try await shop.read { db in try SavedConfiguration.find(id, in: db) }
    }

    func save(_ changed: SavedConfiguration) async throws -> SavedConfiguration {
        let now = shop.now
        return try await shop.write { db in try changed.save(at: now, in: db) }
    }

    /// What choices come to. Throws `Configuration.Refusal` for what isn't offered.
    func checked(_ saved: SavedConfiguration) async throws -> CheckedSelection {
        let day = shop.now.day
        return try await shop.read { db in try saved.checked(on: day, in: db) }
    }

    /// Makes sure that a configuration can still be completed. Throws `SavedConfiguration.Refusal`.
    func checkRoom(_ saved: SavedConfiguration) async throws {
        let checked = try await checked(saved)
        guard let held = checked.held else { throw SavedConfiguration.Refusal.notConfigurable(saved.product) }
        let conflict = try await reasoners.conflict(of: saved.choices, in: held)
        if let conflict { throw SavedConfiguration.Refusal.impossible(CheckView.Conflict(conflict, held.model)) }
    }
}
