import Storage
import Values

/// A file somebody put here: what it is, whose it is, and which content it has. Several may share one content.
package struct StoredFile: Sendable {
    package let id: ID<StoredFile>
    package let content: ID<FileContent>
    package let count: Int
    package let kind: FileKind
    package let name: FileName
    package let purpose: Purpose
    /// What it belongs to, and with which it is looked after: `order:…`, `cart:…`, `exports`.
    package let subject: String
    /// The part of the subject: a cart's line; empty for the whole.
    package let part: String
    package let addedBy: String
    package let addedAt: Instant
    /// Links to it are good for this number alone; raised, they are all void.
    package let linkEpoch: Int

    package enum Purpose: String, CaseIterable, Codable, Sendable, Storable {
        /// What a buyer wants on something that is made for them.
        case artwork
        /// An invoice, a confirmation: what goes with an order.
        case document
        /// What staff took out of the shop's books.
        case export
        /// A smaller picture, made again whenever it is missing.
        case variant
    }

    package enum Refusal: Error, Equatable {
        case unknown
        /// Its bytes are none of the kinds that are taken.
        case notTaken([FileKind])
        case broken(FileKind, String)
        /// Its name ends like another kind of file.
        case misnamed(FileKind)
        case empty
        case tooMany(limit: Int)
        case tooLarge(limitBytes: Int)
        case storeFull
        /// A link that was never good, or is no longer.
        case linkVoid
    }
}

/// A content that has arrived and lies in its place, but belongs to nobody yet.
package struct ArrivedFile: Sendable {
    package let content: ID<FileContent>
    package let count: Int
    package let kind: FileKind

    /// Throws `StoredFile.Refusal.misnamed` when the name's ending is another kind's.
    package func check(_ name: FileName) throws(StoredFile.Refusal) {
        guard kind.endings.contains(name.ending) else { throw .misnamed(kind) }
    }
}
