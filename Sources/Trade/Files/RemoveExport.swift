import Files
import People
import Storage
import Values
import Web

/// Removes an export.
struct RemoveExport: Endpoint {
    static let route = Route(.delete, "/v1/exports/{file}", .fileExport)
    static let summary = "Removes an export, which makes its links void."
    static let refusals: [any Web.Refusal.Type] = [StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = cabinet.shop.now
        try await cabinet.shop.write { db in
            try StoredFile.find(input.file, of: OrderExport.subject, in: db).remove(in: db)
            try Audit.record(
                by: caller, what: "export.remove", subject: OrderExport.subject,
                detail: ["file": .string(input.file.text)], at: now, in: db)
        }
        return Done()
    }
}
