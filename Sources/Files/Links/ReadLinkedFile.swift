import Storage
import Values
import Web

/// Reads a file by a signed link.
struct ReadLinkedFile: Endpoint {
    static let route = Route(.get, "/v1/file-links/{file}", .shop)
    static let summary = "Reads a file by a signed link, until that expires or is revoked."
    static let refusals: [any Refusal.Type] = [StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let file: ID<StoredFile>
        let expires: Expiry
        let person: ShortText
        let signature: Signature
    }

    /// Seconds since 1970.
    struct Expiry: SchemaDeclaring, Sendable {
        let seconds: Int64

        static let schema = Schema.integer(0...4_102_444_800)

        init(from decoder: any Decoder) throws { seconds = try decoder.singleValueContainer().decode(Int64.self) }
    }

    /// 64 hexadecimal digits.
    struct Signature: SchemaDeclaring, Sendable {
        let text: String

        static let schema = Schema.string(64...64)

        init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Streamed {
        let now = cabinet.shop.now
        let file = try await cabinet.shop.read { db in try StoredFile.find(input.file, in: db) }
        guard let file, cabinet.links.verify(
            input.signature.text, of: file, expires: input.expires.seconds, person: input.person.text, now: now)
        else { throw StoredFile.Refusal.linkVoid }
        return try await cabinet.answer(file)
    }
}
