import People
import Storage
import Supply
import Web

extension Wiring {
    /// Every context's tables, in the order of the floors.
    static let migrations: [Migration] = Migration.storage + People.migrations + Supply.migrations

    /// What every context serves.
    static func endpoints(_ shop: Shop) -> [any Endpoint] {
        People.endpoints(shop)
    }

    /// What every context promises of its data.
    static let invariants: [Invariant] = [StoredEvent.areNumbered] + People.invariants
}
