import Notices
import Offer
import People
import Storage
import Supply
import Trade
import Web

extension Wiring {
    /// Every context's tables, in the order of the floors.
    package static let migrations: [Migration] = Migration.storage + People.migrations + Supply.migrations
        + Offer.migrations + Trade.migrations + Notices.migrations

    /// What every context serves.
    static func endpoints(_ checkout: Checkout, cards: (any TestCards)?) -> [any Endpoint] {
        let shop = checkout.shop
        return People.endpoints(shop) + Supply.endpoints(shop) + Offer.endpoints(shop)
            + Trade.endpoints(checkout, cards: cards) + Notices.endpoints(shop)
    }

    /// What every context promises of its data; `bank` and `buyers` are what it is held against.
    package static func invariants(bank: BankStatement?, buyers: [Acknowledged]?) -> [Invariant] {
        [StoredEvent.areNumbered] + People.invariants + Supply.invariants
            + Trade.invariants(bank: bank, buyers: buyers) + Notices.invariants
    }
}
