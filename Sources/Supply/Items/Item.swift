import Storage
import Values
import Web

/// Something that is counted in stock: a good as it is sold, or a component that is built in.
package struct Item: Sendable, Equatable {
    package let id: ID<Item>
    package var name: Texts
    /// Counts the edits, from 1.
    package let version: Int

    package init(id: ID<Item>, name: Texts, version: Int = 1) {
        self.id = id
        self.name = name
        self.version = version
    }

    package enum Refusal: Error, Equatable {
        case unknown(ID<Item>)
        case taken(ID<Item>)
    }

    package static func find(_ id: ID<Item>, in db: any Transaction) throws -> Item? {
        try db.first(ItemTable.find, ["item": id], ItemTable.item)
    }

    /// Throws `Refusal.unknown` when there is no such item.
    package static func known(_ id: ID<Item>, in db: any Transaction) throws -> Item {
        guard let item = try find(id, in: db) else { throw Refusal.unknown(id) }
        return item
    }

    /// Adds it to the items; throws `Refusal.taken` when there is one of that identifier.
    package func add(at: Instant, in db: any Transaction) throws {
        let added = try db.run(ItemTable.add, ["item": id, "en": name.en, "de": name.de, "at": at])
        guard added == 1 else { throw Refusal.taken(id) }
    }

    /// Writes the edit; throws `EditVersion.Refusal` when somebody else was quicker. Answers the item as it is now.
    func edit(at: Instant, in db: any Transaction) throws -> Item {
        let edited = try db.run(
            ItemTable.edit, ["en": name.en, "de": name.de, "at": at, "item": id, "version": version])
        let now = try Item.known(id, in: db)
        guard edited == 1 else { throw EditVersion.Refusal.changedMeanwhile(current: now.version) }
        return now
    }
}
