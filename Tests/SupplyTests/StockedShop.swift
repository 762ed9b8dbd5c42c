import People
import Storage
import Supply
import Testbed
import Values
import Web

/// A shop with the sample items and places, and as much in stock as a test says.
struct StockedShop {
    let sample: TestShop
    var shop: Shop { sample.shop }

    init(_ counts: [(Item, Place, Int)] = []) async throws {
        sample = try await Shop.sample(migrations: People.migrations, Supply.migrations)
        let now = sample.time.now
        try await sample.shop.write { db in
            for item in Item.samples { try item.add(at: now, in: db) }
            for place in Place.samples { try place.add(at: now, in: db) }
            for (item, place, count) in counts {
                try Stock.receive(
                    Stock.Change(item: item.id, place: place.id, count: count, why: "test"), by: "test", at: now,
                    in: db)
            }
        }
    }

    func client(as authenticator: any Authenticator = Anybody.staff) throws -> TestClient {
        try TestClient(Supply.endpoints(shop) + People.endpoints(.sample(shop)), as: authenticator)
    }

    func reserve(
        _ demand: Demand, for owner: ID<Reservation.Owner>, preferring place: ID<Place>? = nil
    ) async throws {
        let now = shop.now
        try await shop.write { db in try Stock.reserve(demand, for: owner, preferring: place, at: now, in: db) }
    }

    func ship(_ demand: Demand, of owner: ID<Reservation.Owner>) async throws {
        let now = shop.now
        try await shop.write { db in try Stock.ship(demand, of: owner, at: now, by: "test", in: db) }
    }

    func release(_ owner: ID<Reservation.Owner>) async throws {
        let now = shop.now
        try await shop.write { db in try Stock.release(owner, at: now, why: "test", in: db) }
    }

    func available(_ item: Item) async throws -> Int? {
        try await shop.read { db in try Stock.available([item.id], in: db)[item.id] }
    }

    func reservations(of owner: ID<Reservation.Owner>) async throws -> [Reservation] {
        try await shop.read { db in try Reservation.all(of: owner, in: db) }
    }

    /// What of invariant 1 doesn't hold.
    func brokenRows() async throws -> [String] {
        try await shop.read { db in try Stock.brokenRows(in: db) }
    }

    func count(_ query: Statement) async throws -> Int? {
        try await shop.read { db in try db.value(query, as: Int.self) }
    }
}

/// What `work` refuses; nil when it doesn't.
func refusal(_ work: () async throws -> Void) async throws -> Stock.Refusal? {
    do {
        try await work()
        return nil
    } catch let refusal as Stock.Refusal {
        return refusal
    }
}
