import Files
import Storage
import Values
import Web

/// Lists the files of a cart.
struct ListArtwork: Endpoint {
    static let route = Route(.get, "/v1/carts/{cart}/files", .shop)
    static let summary = "Lists the files that were sent for a cart's lines."
    static let refusals: [any Web.Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let page: PageRequest
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Page<FileView> {
        let after = try input.page.after(ID<StoredFile>.self)
        let files = try await cabinet.shop.read { db in
            _ = try Cart.find(input.cart, in: db)
            return try StoredFile.all(
                of: Artwork.subject(input.cart), after: after, limit: input.page.limit + 1, in: db)
        }
        return input.page.page(files, cursor: \.id.text, show: FileView.init)
    }
}
