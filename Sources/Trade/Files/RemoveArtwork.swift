import Files
import Storage
import Values
import Web

/// Takes a file off a cart's line.
struct RemoveArtwork: Endpoint {
    static let route = Route(.delete, "/v1/carts/{cart}/files/{file}", .shop)
    static let summary = "Takes a file off a cart that isn't ordered."
    static let refusals: [any Web.Refusal.Type] = [Cart.Refusal.self, StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        try await cabinet.shop.change(input.cart) { db in
            try Cart.find(input.cart, in: db).checkOpen()
            try StoredFile.find(input.file, of: Artwork.subject(input.cart), in: db).remove(in: db)
        }
        return Done()
    }
}
