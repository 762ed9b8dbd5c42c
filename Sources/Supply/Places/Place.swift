import Storage
import Values

/// Somewhere that holds stock: a warehouse, the plant, a dealer who hands over.
package struct Place: Sendable, Equatable {
    package let id: ID<Place>
    package var name: String
    package var kind: Kind
    package var address: PostalAddress
    /// The place of the lowest number is drawn from first: 0 to 999.
    package var priority: Int
    /// Counts the edits, from 1.
    package let version: Int

    package enum Kind: String, CaseIterable, Codable, Storable { case warehouse, plant, dealer }

    package init(
        id: ID<Place>, name: String, kind: Kind, address: PostalAddress, priority: Int, version: Int = 1
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.address = address
        self.priority = priority
        self.version = version
    }

    package enum Refusal: Error, Equatable {
        case unknown(ID<Place>)
        case taken(ID<Place>)
    }

    package static func find(_ id: ID<Place>, in db: any Transaction) throws -> Place? {
        try db.first(PlaceTable.find, ["place": id], PlaceTable.place)
    }

    /// Throws `Refusal.unknown` when there is no such place.
    package static func known(_ id: ID<Place>, in db: any Transaction) throws -> Place {
        guard let place = try find(id, in: db) else { throw Refusal.unknown(id) }
        return place
    }

    /// Adds it to the places; throws `Refusal.taken` when there is one of that identifier.
    package func add(at: Instant, in db: any Transaction) throws {
        let added = try db.run(PlaceTable.add, try PlaceTable.columns(of: self, at: at))
        guard added == 1 else { throw Refusal.taken(id) }
    }
}
