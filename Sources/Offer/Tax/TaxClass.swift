import Storage
import Values

/// How goods are taxed: at the standard rate, at a reduced one, not at all. The shop begins with `standard`, `reduced`
/// and `zero`; staff can add more.
package struct TaxClass: Hashable, Sendable {
    package let id: ID<TaxClass>
    package let name: Texts
    /// Counts edits, for `ETag`.
    package let version: Int

    /// More than any country's law knows.
    package static let countLimit = 50

    package init(id: ID<TaxClass>, name: Texts, version: Int = 1) {
        self.id = id
        self.name = name
        self.version = version
    }

    package enum Refusal: Error, Equatable {
        case unknown(ID<TaxClass>)
        case taken(ID<TaxClass>)
        case tooMany(limit: Int)
    }

    package static func find(_ id: ID<TaxClass>, in db: any Transaction) throws -> TaxClass? {
        try db.first(TaxTable.findClass, ["class": id], TaxTable.taxClass)
    }

    /// Throws `Refusal.unknown` when there is no such class.
    @discardableResult
    package static func known(_ id: ID<TaxClass>, in db: any Transaction) throws -> TaxClass {
        guard let found = try find(id, in: db) else { throw Refusal.unknown(id) }
        return found
    }

    /// Throws `Refusal.taken` when there is one of that identifier, `Refusal.tooMany` when there are enough.
    package func add(at: Instant, in db: any Transaction) throws {
        guard try db.value(TaxTable.countClasses, as: Int.self) ?? 0 < Self.countLimit else {
            throw Refusal.tooMany(limit: Self.countLimit)
        }
        let added = try db.run(TaxTable.addClass, ["class": id, "en": name.en, "de": name.de, "at": at])
        guard added == 1 else { throw Refusal.taken(id) }
    }
    /// Puts this in the place of the class of that identifier. Throws `Refusal.unknown`.
    package func save(at: Instant, in db: any Transaction) throws {
        let changed = try db.run(TaxTable.editClass, ["class": id, "en": name.en, "de": name.de, "at": at])
        guard changed == 1 else { throw Refusal.unknown(id) }
    }
}
