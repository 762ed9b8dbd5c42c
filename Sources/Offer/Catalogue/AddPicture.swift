import People
import Storage
import Values
import Web

/// Hangs a picture at a product: in its gallery, behind those that hang there, or for its options to name.
struct AddPicture: Endpoint {
    static let route = Route(.post, "/v1/products/{product}/pictures", .catalogueEdit)
    static let summary = """
        Hangs a picture (PNG, JPEG, WebP, or SVG that only draws) at a product: in its gallery, or with `role=option` \
        for options of its model to name.
        """
    static let refusals: [any Refusal.Type] = [Product.Refusal.self, Picture.Refusal.self]
    static let body = Body.upload(mediaTypes: Picture.Kind.allCases.map(\.rawValue), limitBytes: Picture.limitBytes)

    struct Input: Decodable, Sendable {
        let product: ID<Product>
        let altEn: AltText
        let altDe: AltText?
        let role: Picture.Role?
        let upload: Upload
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<PictureView> {
        guard let kind = Picture.Kind(rawValue: input.upload.mediaType) else {
            throw Picture.Refusal.notOfItsType(.png)
        }
        let picture = try Picture(kind: kind, bytes: input.upload.bytes)
        try await picture.checkWhole()
        let alt = Texts(en: input.altEn.text, de: input.altDe?.text)
        let now = shop.now
        try await shop.write { db in
            let product = try Product.known(input.product, in: db)
            switch input.role ?? .gallery {
            case .gallery: try picture.hang(at: product.id, alt, now: now, in: db)
            case .option: try picture.hangForOptions(of: product.id, alt, now: now, in: db)
            }
            try Audit.record(
                by: caller, what: "picture.add", subject: "product:\(product.id)",
                detail: ["picture": .string(picture.id.text)], at: now, in: db)
        }
        let view = PictureView(HungPicture(picture: picture.id, kind: kind, alt: alt))
        return Created(view, at: view.path)
    }
}
