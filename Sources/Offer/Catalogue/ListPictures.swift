import Storage
import Values
import Web

/// Lists the pictures that hang at a product: its own in order, or those for its options.
struct ListPictures: Endpoint {
    static let route = Route(.get, "/v1/products/{product}/pictures", .catalogueRead)
    static let summary = "Lists the pictures that hang at a product: its own in order, or those for its options."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let role: Picture.Role?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<PictureView> {
        try await shop.read { db in
            let product = try Product.known(input.product, in: db).id
            let hung = switch input.role ?? .gallery {
            case .gallery: try Picture.hung(at: product, in: db)
            case .option: try Picture.forOptions(of: product, in: db)
            }
            return Page(hung.map(PictureView.init), next: nil)
        }
    }
}
