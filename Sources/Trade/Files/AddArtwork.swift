import Files
import Storage
import Values
import Web

/// Sends a file for a line that is made to order.
struct AddArtwork: Endpoint {
    static let route = Route(.post, "/v1/carts/{cart}/lines/{line}/files", .shop)
    static let summary = """
        Sends a file, such as a logo, for a line that is made to order. What it is is told by its bytes; it must be \
        whole, and is only ever saved, never shown.
        """
    static let refusals: [any Web.Refusal.Type] = [
        Cart.Refusal.self, Artwork.Refusal.self, StoredFile.Refusal.self,
    ]
    static let body = Body.stream(
        mediaTypes: Artwork.kinds.map(\.mediaType) + ["application/octet-stream"], limitBytes: Artwork.limitBytes)

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let line: ID<Cart.Line>
        let name: FileName
        let upload: Upload
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FileView> {
        let shop = cabinet.shop
        let subject = Artwork.subject(input.cart)
        // Looked at first, so that nobody sends a poster in vain.
        try await shop.read { db in
            try Artwork.check(try Artwork.openLine(input.line, of: input.cart, in: db))
            try Self.checkRoom(subject, in: db)
        }
        let arrived = try await cabinet.take(input.upload, as: Artwork.kinds)
        try arrived.check(input.name)
        let now = shop.now
        let id = shop.newID(StoredFile.self)
        let file = try await shop.change(input.cart) { [cabinet] db in
            try Artwork.check(try Artwork.openLine(input.line, of: input.cart, in: db))
            try Self.checkRoom(subject, and: arrived.count, in: db)
            try cabinet.file(
                arrived, as: id, input.name, .artwork, of: subject, part: input.line.text, by: caller.who, at: now,
                in: db)
            return try StoredFile.find(id, of: subject, in: db)
        }
        return Created(FileView(file), at: "/v1/carts/\(input.cart)/files/\(id)")
    }

    private static func checkRoom(_ subject: String, and bytes: Int = 0, in db: any Transaction) throws {
        let held = try StoredFile.measure(subject, in: db)
        guard held.number < Artwork.countLimit else {
            throw StoredFile.Refusal.tooMany(limit: Artwork.countLimit)
        }
        guard held.bytes + bytes <= Artwork.cartLimitBytes else {
            throw StoredFile.Refusal.tooLarge(limitBytes: Artwork.cartLimitBytes)
        }
    }
}
