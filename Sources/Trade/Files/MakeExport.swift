import Files
import People
import Storage
import Values
import Web

/// Writes the shop's orders into a file.
struct MakeExport: Endpoint {
    static let route = Route(.post, "/v1/exports", .fileExport)
    static let summary = "Writes orders, by state and time, into a file of comma-separated values, kept for seven days."
    static let refusals: [any Web.Refusal.Type] = [StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let state: Order.State?
        let since: Instant?
        let until: Instant?
    }

    let cabinet: FileCabinet

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FileView> {
        let shop = cabinet.shop
        let wanted = OrderSearch(
            scope: caller.scope(.fileExport), state: input.state, since: input.since, until: input.until)
        try await shop.read { db in try Self.checkRoom(in: db) }
        let arrived = try await cabinet.keep(.csv) { append in
            try await OrderExport.write(wanted, of: shop, append)
        }
        let now = shop.now
        let id = shop.newID(StoredFile.self)
        guard let name = FileName("orders-\(now.day).csv") else { preconditionFailure("a day is part of a name") }
        let file = try await shop.write { [cabinet] db in
            try Self.checkRoom(in: db)
            try cabinet.file(
                arrived, as: id, name, .export, of: OrderExport.subject, by: caller.who, at: now, in: db)
            try Audit.record(
                by: caller, what: "export.make", subject: OrderExport.subject,
                detail: ["file": .string(id.text), "bytes": .integer(Int64(arrived.count))], at: now, in: db)
            return try StoredFile.find(id, of: OrderExport.subject, in: db)
        }
        return Created(FileView(file), at: "/v1/exports/\(id)")
    }

    private static func checkRoom(in db: any Transaction) throws {
        guard try StoredFile.measure(OrderExport.subject, in: db).number < OrderExport.countLimit else {
            throw StoredFile.Refusal.tooMany(limit: OrderExport.countLimit)
        }
    }
}
