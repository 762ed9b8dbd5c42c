import Files
import People
import Storage
import Values
import Web

/// Reads a file of an order.
struct ReadOrderFile: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/files/{file}", .fileRead)
    static let personal: String? = "order:{order}"
    static let summary = "Reads a file of an order: its buyer with the order's secret, or staff."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let file: ID<StoredFile>
    }

    let cabinet: FileCabinet
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> Streamed {
        let scope = caller.scope(.fileRead)
        return try await cabinet.answer(try await cabinet.shop.read { [secrets] db in
            try OrderFiles.find(input.file, of: input.order, within: scope, secrets, in: db)
        })
    }
}
