import People
import Storage
import Values
import Web

/// Takes a picture off a product.
struct RemovePicture: Endpoint {
    static let route = Route(.delete, "/v1/products/{product}/pictures/{picture}", .catalogueEdit)
    static let summary = """
        Takes a picture off a product, from its gallery or with `role=option` from its options; one that hangs nowhere \
        any more is gone.
        """
    static let refusals: [any Refusal.Type] = [Picture.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let picture: ID<Picture>
        let role: Picture.Role?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = shop.now
        try await shop.write { db in
            switch input.role ?? .gallery {
            case .gallery: try Picture.takeDown(input.picture, from: input.product, in: db)
            case .option: try Picture.takeFromOptions(input.picture, of: input.product, in: db)
            }
            try Audit.record(
                by: caller, what: "picture.remove", subject: "product:\(input.product)",
                detail: ["picture": .string(input.picture.text)], at: now, in: db)
        }
        return Done()
    }
}
