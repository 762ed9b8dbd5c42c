import Files
import People
import Storage
import Values
import Web

/// Makes a link to a file of an order.
struct LinkOrderFile: Endpoint {
    static let route = Route(.post, "/v1/orders/{order}/files/{file}/links", .fileRead)
    static let personal: String? = "order:{order}"
    static let summary = """
        Makes a link by which a file of an order is read without a token, for an hour unless said otherwise.
        """
    static let refusals: [any Web.Refusal.Type] = [Order.Refusal.self, StoredFile.Refusal.self]

    struct Input: Decodable, Sendable {
        let order: ID<Order>
        let file: ID<StoredFile>
        let seconds: OrderFiles.LinkSeconds?
    }

    let cabinet: FileCabinet
    let secrets: OrderSecrets

    func answer(_ input: Input, for caller: Caller) async throws -> FileLinkView {
        let scope = caller.scope(.fileRead)
        let file = try await cabinet.shop.read { [secrets] db in
            try OrderFiles.find(input.file, of: input.order, within: scope, secrets, in: db)
        }
        return OrderFiles.link(to: file, for: caller, seconds: input.seconds, cabinet)
    }
}
