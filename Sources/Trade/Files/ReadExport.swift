import Files
import Storage
import Values
import Web

/// Reads an export.
struct ReadExport: Endpoint {
    static let route = Route(.get, "/v1/exports/{file}", .fileExport)
    static let personal: String? = "exports"
    static let summary = "Reads an export."
    static let refusals: [any Web.Refusal.Type] = [StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Streamed {
        try await cabinet.answer(try await cabinet.shop.read { db in
            try StoredFile.find(input.file, of: OrderExport.subject, in: db)
        })
    }
}
