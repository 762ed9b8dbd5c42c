import People
import Storage
import Values
import Web

/// Puts a product's pictures in order; the first stands for the product in lists.
struct ArrangePictures: Endpoint {
    static let route = Route(.put, "/v1/products/{product}/pictures", .catalogueEdit)
    static let summary = "Puts a product's pictures in order; the first stands for the product in lists."
    static let refusals: [any Refusal.Type] = [Product.Refusal.self]

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let pictures: [ID<Picture>]
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<PictureView> {
        let now = shop.now
        return try await shop.write { db in
            let product = try Product.known(input.product, in: db)
            guard try Picture.arrange(input.pictures, at: product.id, in: db) else {
                throw Problem.invalidInput([
                    Problem.Fault("#/pictures", "must name each of the product's pictures once"),
                ])
            }
            try Audit.record(
                by: caller, what: "picture.arrange", subject: "product:\(product.id)",
                detail: ["pictures": .array(input.pictures.map { .string($0.text) })], at: now, in: db)
            return Page(try Picture.hung(at: product.id, in: db).map(PictureView.init), next: nil)
        }
    }
}
