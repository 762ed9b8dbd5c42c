import Storage
import Values
import Web

/// Somewhere that holds stock: a warehouse, the plant, a dealer who hands over.
package struct Place: Sendable, Equatable {
    package let id: ID<Place>
    package var name: ShortText
    package var kind: Kind
    package var address: PostalAddress
    package var priority: Priority
    /// Counts the edits, from 1.
    package let version: Int

    package enum Kind: String, CaseIterable, Codable, Storable { case warehouse, plant, dealer }

    /// The place of the lowest number is drawn from first: 0 to 999.
    package struct Priority: Sendable, Hashable {
        package let number: Int

        package static let range = 0...999

        package init?(_ number: Int) {
            guard Self.range.contains(number) else { return nil }
            self.number = number
        }
    }

    package init(
        id: ID<Place>, name: ShortText, kind: Kind, address: PostalAddress, priority: Priority, version: Int = 1
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
        let added = try db.run(PlaceTable.add, [
            "place": id, "name": name, "kind": kind, "address": try StoredJSON(address), "priority": priority,
            "at": at,
        ])
        guard added == 1 else { throw Refusal.taken(id) }
    }

    /// Writes the edit; throws `EditVersion.Refusal` when somebody else was quicker. Answers the place as it is now.
    func edit(at: Instant, in db: any Transaction) throws -> Place {
        let edited = try db.run(PlaceTable.edit, [
            "name": name, "kind": kind, "address": try StoredJSON(address), "priority": priority, "at": at,
            "place": id, "version": version,
        ])
        let now = try Place.known(id, in: db)
        guard edited == 1 else { throw EditVersion.Refusal.changedMeanwhile(current: now.version) }
        return now
    }
}

extension Place.Priority: ExpressibleByIntegerLiteral {
    /// For samples and tests; stops the program when the literal is out of range.
    package init(integerLiteral number: Int) {
        precondition(Self.range.contains(number), "\(number) is no priority")
        self.number = number
    }
}

extension Place.Priority: Codable {
    package init(from decoder: any Decoder) throws {
        guard let priority = Self(try decoder.singleValueContainer().decode(Int.self)) else {
            throw Malformed("a priority is 0 to 999")
        }
        self = priority
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
