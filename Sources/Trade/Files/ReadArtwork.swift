import Files
import Storage
import Values
import Web

/// Reads a file that was sent for a cart's line.
struct ReadArtwork: Endpoint {
    static let route = Route(.get, "/v1/carts/{cart}/files/{file}", .shop)
    static let summary = "Reads a file that was sent for a cart's line."
    static let refusals: [any Web.Refusal.Type] = [Cart.Refusal.self, StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Streamed {
        try await cabinet.answer(try await cabinet.shop.read { db in
            _ = try Cart.find(input.cart, in: db)
            return try StoredFile.find(input.file, of: Artwork.subject(input.cart), in: db)
        })
    }
}
