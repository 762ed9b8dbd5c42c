import Storage
import Values
import Web

/// Answers a picture's bytes, which never change under this address.
struct ReadPicture: Endpoint {
    static let route = Route(.get, "/v1/pictures/{picture}", .shop)
    static let summary = "Answers a picture's bytes, which never change under this address."
    static let refusals: [any Refusal.Type] = [Picture.Refusal.self]

    /// A drawing is shown as an image; opened by itself it can load and run nothing.
    static let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

    struct Input: Decodable, Sendable {
        let picture: ID<Picture>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Media {
        let picture = try await shop.read { db in try Picture.known(input.picture, in: db) }
        return Media(picture.kind.rawValue, picture.bytes, headers: [
            "ETag": "\"\(picture.id)\"",
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": Self.policy,
            "X-Content-Type-Options": "nosniff",
        ])
    }
}
