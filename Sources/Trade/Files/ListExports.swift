import Files
import Storage
import Values
import Web

/// Lists the exports that are kept.
struct ListExports: Endpoint {
    static let route = Route(.get, "/v1/exports", .fileExport)
    static let summary = "Lists the exports that are kept, oldest first."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Page<FileView> {
        let after = try input.page.after(ID<StoredFile>.self)
        let files = try await cabinet.shop.read { db in
            try StoredFile.all(of: OrderExport.subject, after: after, limit: input.page.limit + 1, in: db)
        }
        return input.page.page(files, cursor: \.id.text, show: FileView.init)
    }
}
