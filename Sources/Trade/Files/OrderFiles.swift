import Files
import People
import Storage
import Values
import Web

/// The files of an order: its documents, and what its buyer sent for its lines. The buyer and staff may read them,
/// nobody else; whose order it is is asked in the same transaction.
enum OrderFiles {
    /// A scanned contract fits; so does a whole set of drawings.
    static let documentLimitBytes = 2 * 1024 * 1024 * 1024
    /// Documents of one order.
    static let documentLimit = 100
    static let limit = documentLimit + Artwork.countLimit

    static func subject(_ order: ID<Order>) -> String { "order:\(order)" }

    static func all(
        of order: ID<Order>, within scope: Scope, _ secrets: OrderSecrets, in db: any Transaction
    ) throws -> [StoredFile] {
        let order = try Order.find(order, within: scope, secrets, in: db)
        return try StoredFile.all(of: subject(order.id), limit: documentLimit, in: db)
            + StoredFile.all(of: Artwork.subject(order.cart), limit: Artwork.countLimit, in: db)
    }

    static func find(
        _ file: ID<StoredFile>, of order: ID<Order>, within scope: Scope, _ secrets: OrderSecrets,
        in db: any Transaction
    ) throws -> StoredFile {
        let order = try Order.find(order, within: scope, secrets, in: db)
        guard let file = try StoredFile.find(file, in: db),
              [subject(order.id), Artwork.subject(order.cart)].contains(file.subject)
        else { throw StoredFile.Refusal.unknown }
        return file
    }

    /// How long a link is good.
    struct LinkSeconds: SchemaDeclaring, Sendable {
        let count: Int64

        static let schema = Schema.integer(
            Int64(FileLinks.shortestSeconds)...(FileLinks.longest.milliseconds / 1000)
        ).described("How long the link is good; \(FileLinks.usual.milliseconds / 1000) unless said.")

        init(from decoder: any Decoder) throws {
            count = try decoder.singleValueContainer().decode(Int64.self)
        }
    }

    /// A link for whoever asks, until so many seconds from now.
    static func link(
        to file: StoredFile, for caller: Caller, seconds: LinkSeconds?, _ cabinet: FileCabinet
    ) -> FileLinkView {
        let until = cabinet.shop.now + (seconds.map { .seconds($0.count) } ?? FileLinks.usual)
        return FileLinkView(
            path: cabinet.links.address(of: file, for: caller.who, until: until),
            expiresAt: Instant(seconds: until.seconds))
    }
}

/// An order's files.
struct OrderFilesView: View {
    let items: [FileView]
}
