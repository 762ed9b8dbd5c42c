import Files
import People
import Storage
import Values
import Web

/// Lists the files of an order.
struct ListOrderFiles: Endpoint {
    static let route = Route(.get, "/v1/orders/{order}/files", .fileRead)
    static let personal: String? = "order:{order}"
    static let summary = "Lists an order's documents and what its buyer sent for its lines: for the buyer and staff."
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
    }

    let cabinet: FileCabinet
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> OrderFilesView {
        let scope = caller.scope(.fileRead)
        return try await cabinet.shop.read { [secrets] db in
            OrderFilesView(
                items: try OrderFiles.all(of: input.order, within: scope, secrets, in: db).map(FileView.init))
        }
    }
}
