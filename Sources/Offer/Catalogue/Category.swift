import Storage
import Values
import Web

/// A shelf of the shop: cars, roof boxes. Categories are listed by `position`, then by id.
package struct Category: Hashable, Sendable {
    package let id: ID<Category>
    package let name: Texts
    package let position: Int
    /// Counts edits, for `ETag`.
    package let version: Int

    /// More than a shop's navigation can show; a list of them is not paged.
    package static let countLimit = 500
    package static let positionRange = 0...1_000_000

    package init(id: ID<Category>, name: Texts, position: Int, version: Int = 1) {
        self.id = id
        self.name = name
        self.position = position
        self.version = version
    }

    package enum Refusal: Error, Equatable {
        case unknown(ID<Category>)
        case taken(ID<Category>)
        /// Products stand in it, drafts and withdrawn ones included.
        case notEmpty(ID<Category>)
        case tooMany(limit: Int)
    }

    package static func find(_ id: ID<Category>, in db: any Transaction) throws -> Category? {
        try db.first(CategoryTable.find, ["category": id], CategoryTable.category)
    }

    /// Throws `Refusal.unknown` when there is no such category.
    package static func known(_ id: ID<Category>, in db: any Transaction) throws -> Category {
        guard let category = try find(id, in: db) else { throw Refusal.unknown(id) }
        return category
    }

    package static func all(in db: any Transaction) throws -> [Category] {
        try db.all(CategoryTable.all, ["limit": countLimit], CategoryTable.category)
    }

    /// Throws `Refusal.taken` when there is one of that id, `Refusal.tooMany` when there is no room.
    package func add(in db: any Transaction) throws {
        let count = try db.value(CategoryTable.count, as: Int.self) ?? 0
        guard count < Self.countLimit else { throw Refusal.tooMany(limit: Self.countLimit) }
        let added = try db.run(
            CategoryTable.add, ["category": id, "en": name.en, "de": name.de, "position": position])
        guard added == 1 else { throw Refusal.taken(id) }
    }

    /// Takes this name and position if `version` is still the stored one; answers the category as it stands then.
    package func edit(in db: any Transaction) throws -> Category {
        let edited = try db.run(
            CategoryTable.edit,
            ["en": name.en, "de": name.de, "position": position, "category": id, "version": version])
        let stored = try Self.known(id, in: db)
        guard edited == 1 else { throw EditVersion.Refusal.changedMeanwhile(current: stored.version) }
        return stored
    }

    package static func remove(_ id: ID<Category>, in db: any Transaction) throws {
        guard try db.value(CategoryTable.useCount, ["category": id], as: Int.self) == 0 else {
            throw Refusal.notEmpty(id)
        }
        guard try db.run(CategoryTable.remove, ["category": id]) == 1 else { throw Refusal.unknown(id) }
    }
}
