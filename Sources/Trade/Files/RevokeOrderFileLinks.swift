import Files
import People
import Storage
import Values
import Web

/// Makes the links to a file of an order void.
struct RevokeOrderFileLinks: Endpoint {
    static let route = Route(.delete, "/v1/orders/{order}/files/{file}/links", .fileRead)
    static let summary = "Makes all links to a file of an order void, whoever made them."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let scope = caller.scope(.fileRead)
        let now = cabinet.shop.now
        try await cabinet.shop.write { [secrets] db in
            let file = try OrderFiles.find(input.file, of: input.order, within: scope, secrets, in: db)
            try file.voidLinks(in: db)
            try Audit.record(
                by: caller, what: "file.revoke-links", subject: file.subject,
                detail: ["file": .string(file.id.text)], at: now, in: db)
        }
        return Done()
    }
}
