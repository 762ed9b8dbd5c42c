import Files
import Offer
import Storage
import Values
import Web

/// What a buyer sends for something that is made for them: a logo, a drawing, a text set in type. It belongs to a line
/// of a cart, and stays with it when the cart is ordered.
enum Artwork {
    /// A poster at full size; what is larger goes on a disk by post.
    static let limitBytes = 256 * 1024 * 1024
    /// Of one cart.
    static let countLimit = 40
    /// Of all files of one cart together.
    static let cartLimitBytes = 1024 * 1024 * 1024
    /// That of a cart nobody ordered goes, counted from its coming.
    static let keepUnordered = Instant.Span.days(60)
    static let sweepInterval = Instant.Span.hours(1)
    static let sweepLimit = 500

    static let kinds = FileKind.sent

    enum Refusal: Error, Equatable {
        /// The line's product lies ready; nothing is put on it.
        case notMadeToOrder
    }

    static func subject(_ cart: ID<Cart>) -> String { "cart:\(cart)" }

    /// The line of a cart, if it can still be changed.
    static func openLine(_ line: ID<Cart.Line>, of cart: ID<Cart>, in db: any Transaction) throws -> Cart.Line {
        let cart = try Cart.find(cart, in: db)
        try cart.checkOpen()
        guard let line = cart.lines.first(where: { $0.id == line }) else { throw Cart.Refusal.unknownLine }
        return line
    }

    /// What is built from a model is made to order; a fixed product isn't.
    static func check(_ line: Cart.Line) throws(Refusal) {
        guard line.modelVersion != nil else { throw .notMadeToOrder }
    }

    /// Removes what was sent for carts that nobody ordered.
    static func forgetUnordered(in shop: Shop) async throws {
        let before = shop.now - keepUnordered
        try await shop.write { db in
            let files = try db.all(ArtworkTable.unordered, ["before": before, "limit": sweepLimit]) { row in
                try row.get("file", as: ID<StoredFile>.self)
            }
            for file in files { try StoredFile.find(file, in: db)?.remove(in: db) }
        }
    }
}

extension Artwork.Refusal: Web.Refusal {
    static let catalogue = [Self.notMadeToOrder.problem]

    var problem: Problem {
        switch self {
        case .notMadeToOrder:
            Problem(409, "not-made-to-order", "Files go with what is made to order; this product lies ready.")
        }
    }
}

/// What is asked of artwork beyond its files.
enum ArtworkTable {
    /// A cart's files are found by its subject, `cart:` and its id.
    static let unordered: Statement = """
        SELECT file FROM stored_file WHERE purpose = 'artwork' AND added_at < $before AND NOT EXISTS (
            SELECT 1 FROM cart WHERE cart.id = SUBSTR(stored_file.subject, 6) AND cart.state = 'ordered')
        ORDER BY added_at LIMIT $limit
        """
}
