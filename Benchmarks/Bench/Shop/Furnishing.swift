import Values
import Web

/// Makes the demo shop one that sells out never, and takes the money at the order.
struct Furnishing {
    struct Reply {
        let status: Int
        let headers: Headers
        let body: [UInt8]

        var json: JSON { (try? JSON.parse(body)) ?? .null }
    }

    /// Asks the API as staff: method, path with query, body, header fields.
    let ask: (Web.Method, String, JSON?, [String: String]) async throws -> Reply

    /// Of every item at every place, in one receipt: more than most runs sell.
    private static let stock: Int64 = 1_000_000
    private static let edited = ["category", "name", "description", "taxClass", "weightGrams", "parts"]

    func furnish(receipts: Int = 1) async throws {
        for product in [BenchShop.configured] + BenchShop.fixed {
            let path = "/v1/catalogue/products/\(product)"
            let found = try await must(.get, path)
            var wanted: JSON.Object = ["capture": "at_order"]
            for name in Self.edited { wanted[name] = found.json[name] }
            try await must(.put, path, .object(wanted), ["If-Match": found.headers["ETag"] ?? ""])
        }
        var next: String? = "/v1/stock?limit=100"
        while let path = next {
            let page = try await must(.get, path)
            for row in page.json["items"]?.array ?? [] {
                for _ in 0..<receipts { try await receive(row) }
            }
            next = page.headers["Link"]?.firstMatch(of: /<([^>]+)>/).map { String($0.1) }
        }
    }

    private func receive(_ row: JSON) async throws {
        try await must(.post, "/v1/stock/receipts", [
            "item": row["item"] ?? .null, "place": row["place"] ?? .null, "count": .integer(Self.stock),
        ])
    }

    @discardableResult
    private func must(
        _ method: Web.Method, _ path: String, _ body: JSON? = nil, _ headers: [String: String] = [:]
    ) async throws -> Reply {
        let reply = try await ask(method, path, body, headers)
        guard (200..<300).contains(reply.status) else {
            let text = String(decoding: reply.body, as: UTF8.self)
            throw Program.Failure(description: "\(method.rawValue) \(path): \(reply.status) \(text)")
        }
        return reply
    }
}
