import Files
import Storage
import Values
import Web

/// Answers a picture in one of a few widths. It is made at the first request and kept; a drawing is as large as one
/// wants and has none.
struct ReadSmallerPicture: Endpoint {
    static let route = Route(.get, "/v1/pictures/{picture}/{width}", .shop)
    static let summary = "Answers a picture as WebP, at most so many pixels across; not for drawings."
    static let refusals: [any Refusal.Type] = [Picture.Refusal.self]

    struct Input: Decodable, Sendable {
        let picture: ID<Picture>
        let width: Width
    }

    /// Pixels across: few, so that nobody makes us make thousands.
    enum Width: String, CaseIterable, Codable, Sendable {
        case w160 = "160", w320 = "320", w640 = "640", w960 = "960", w1280 = "1280", w1920 = "1920"

        var pixels: Int { Int(rawValue) ?? 0 }
    }

    /// Made again when it is asked for after that.
    static let keep = Instant.Span.days(90)

    let cabinet: FileCabinet
    let scaler: any PictureScaler

    func answer(_ input: Input, for caller: Caller) async throws -> Streamed {
        let subject = "picture:\(input.picture)"
        let found = try await cabinet.shop.read { db in
            _ = try Picture.kind(of: input.picture, in: db)
            return try StoredFile.all(of: subject, limit: Width.allCases.count * 2, in: db)
                .first { $0.part == input.width.rawValue }
        }
        if let found {
            do { return try await shown(found) } catch is FileMissing {}
        }
        return try await shown(try await made(input, subject))
    }

    private func made(_ input: Input, _ subject: String) async throws -> StoredFile {
        let shop = cabinet.shop
        let picture = try await shop.read { db in try Picture.known(input.picture, in: db) }
        guard picture.kind != .svg else { throw Picture.Refusal.unknown(input.picture) }
        let bytes = try await scaler.webP(of: picture.bytes, width: input.width.pixels)
        let arrived = try await cabinet.keep(.webp) { append in try await append(bytes) }
        let now = shop.now
        let id = shop.newID(StoredFile.self)
        guard let name = FileName("\(input.width.rawValue).webp") else {
            preconditionFailure("a number is part of a name")
        }
        return try await shop.write { [cabinet] db in
            // One made at the same moment, or whose bytes are gone, gives way.
            try StoredFile.remove(part: input.width.rawValue, of: subject, in: db)
            try cabinet.file(
                arrived, as: id, name, .variant, of: subject, part: input.width.rawValue, by: "shop", at: now, in: db)
            return try StoredFile.find(id, of: subject, in: db)
        }
    }

    private func shown(_ file: StoredFile) async throws -> Streamed {
        let source = try await cabinet.store.open(file.content, count: file.count)
        return Streamed(file.kind.mediaType, source, tag: file.content.text, headers: [
            "Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": ReadPicture.policy,
            "X-Content-Type-Options": "nosniff",
        ])
    }
}
