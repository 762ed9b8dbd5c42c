import Synchronization

/// What was made from reference tables alone, kept until one of them changes.
///
/// A value is kept with the edition it was made from, and is good only for a transaction that sees this edition: an
/// edit shows in the next transaction, and in the rest of its own. Values are kept by all the shops of the program
/// together, which is safe because no two databases share an edition unless they are copies of each other.
package final class Remembered<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let kept = Mutex<[Key: (edition: Int64, value: Value)]>([:])

    /// - Parameter limit: how many values are kept; all are forgotten when there would be more.
    package init(limit: Int) { self.limit = limit }

    /// The value that `make` makes. It must depend on `key` and on reference tables, and on nothing else. What it
    /// throws isn't remembered.
    package func value(_ key: Key, in db: any Transaction, make: () throws -> Value) throws -> Value {
        let edition = try db.edition
        if let found = kept.withLock({ $0[key] }), found.edition == edition { return found.value }
        let made = try make()
        kept.withLock { kept in
            if kept.count >= limit { kept.removeAll(keepingCapacity: true) }
            kept[key] = (edition, made)
        }
        return made
    }

    /// How many values are kept at this moment.
    package var count: Int { kept.withLock(\.count) }
}
