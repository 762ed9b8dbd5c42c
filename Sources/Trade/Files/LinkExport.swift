import Files
import Storage
import Values
import Web

/// Makes a link to an export.
struct LinkExport: Endpoint {
    static let route = Route(.post, "/v1/exports/{file}/links", .fileExport)
    static let personal: String? = "exports"
    static let summary = "Makes a link by which an export is read without a token, for an hour unless said otherwise."
    static let refusals: [any Web.Refusal.Type] = [StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let file: ID<StoredFile>
        let seconds: OrderFiles.LinkSeconds?
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> FileLinkView {
        let file = try await cabinet.shop.read { db in
            try StoredFile.find(input.file, of: OrderExport.subject, in: db)
        }
        return OrderFiles.link(to: file, for: caller, seconds: input.seconds, cabinet)
    }
}
