import Files
import People
import Storage
import Values
import Web

/// Takes a document off an order.
struct RemoveDocument: Endpoint {
    static let route = Route(.delete, "/v1/orders/{order}/documents/{file}", .fileAdd)
    static let summary = "Takes a document off an order; links to it are void at once."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = cabinet.shop.now
        let scope = caller.scope(.fileAdd)
        let subject = OrderFiles.subject(input.order)
        try await cabinet.shop.write { [secrets] db in
            _ = try Order.find(input.order, within: scope, secrets, in: db)
            try StoredFile.find(input.file, of: subject, in: db).remove(in: db)
            try Audit.record(
                by: caller, what: "document.remove", subject: subject,
                detail: ["file": .string(input.file.text)], at: now, in: db)
        }
        return Done()
    }
}
