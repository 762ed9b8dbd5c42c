import Files
import People
import Storage
import Values
import Web

/// Puts a document to an order.
struct AddDocument: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/documents", .fileAdd)
    static let summary = "Puts a document, such as an invoice, to an order; its buyer and staff may read it."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, StoredFile.Refusal.self]
    static let body = Body.stream(
        mediaTypes: FileKind.sent.map(\.mediaType) + ["application/octet-stream"],
        limitBytes: OrderFiles.documentLimitBytes)

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let name: FileName
        let upload: Upload
    }

    let cabinet: FileCabinet
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FileView> {
        let shop = cabinet.shop
        let subject = OrderFiles.subject(input.order)
        let scope = caller.scope(.fileAdd)
        try await shop.read { [secrets] db in _ = try Order.find(input.order, within: scope, secrets, in: db) }
        let arrived = try await cabinet.take(input.upload, as: FileKind.sent)
        try arrived.check(input.name)
        let now = shop.now
        let id = shop.newID(StoredFile.self)
        let file = try await shop.write { [cabinet, secrets] db in
            _ = try Order.find(input.order, within: scope, secrets, in: db)
            guard try StoredFile.measure(subject, in: db).number < OrderFiles.documentLimit else {
                throw StoredFile.Refusal.tooMany(limit: OrderFiles.documentLimit)
            }
            try cabinet.file(
                arrived, as: id, input.name, .document, of: subject, by: caller.who, at: now, in: db)
            try Audit.record(
                by: caller, what: "document.add", subject: subject,
                detail: ["file": .string(id.text), "name": .string(input.name.text)], at: now, in: db)
            return try StoredFile.find(id, of: subject, in: db)
        }
        return Created(FileView(file), at: "/v1/orders/\(input.order)/files/\(id)")
    }
}
