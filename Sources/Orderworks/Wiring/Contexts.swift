import Files
import Notices
import Offer
import People
import SolverCaDiCaL
import Storage
import Supply
import Trade
import Web

extension Wiring {
    /// Every context's tables, in the order of the floors.
    package static let migrations: [Migration] = Migration.storage + People.migrations + Files.migrations
        + Supply.migrations
        + Offer.migrations + Trade.migrations + Notices.migrations

    /// What every context serves.
    static func endpoints(
        _ checkout: Checkout, _ people: PeoplePorts, _ cabinet: FileCabinet?, _ scaler: any PictureScaler,
        cards: (any TestCards)?
    ) -> [any Endpoint] {
        let shop = checkout.shop
        let reasoners = Reasoners(source: CaDiCaL(), log: shop.log)
        let files = cabinet.map { cabinet in
            Files.endpoints(cabinet) + Offer.endpoints(cabinet, scaler)
                + Trade.endpoints(cabinet, checkout.secrets)
        } ?? []
        return People.endpoints(people, holders: personalData) + Supply.endpoints(shop)
            + Offer.endpoints(shop, reasoners) + Trade.endpoints(checkout, cards: cards) + Notices.endpoints(shop)
            + files
    }

    /// What the rooms above People know of people.
    static let personalData: [any PersonalData] = Trade.personalData + Notices.personalData

    /// What every context promises of its data; `bank` and `buyers` are what it is held against.
    package static func invariants(bank: BankStatement?, buyers: [Acknowledged]?) -> [Invariant] {
        [StoredEvent.areNumbered] + People.invariants + Files.invariants + Supply.invariants
            + Trade.invariants(bank: bank, buyers: buyers) + Notices.invariants
    }
}
