import Supply
import Values
import Web

/// How the goods get to the buyer. In JSON `{"method": "ship"}` or `{"method": "collect", "dealer": "dealer-north"}`.
package enum Delivery: Hashable, Sendable {
    case ship
    case collect(at: ID<Place>)

    /// How it is called in the API and in tables.
    package enum Method: String, CaseIterable, Codable, Sendable { case ship, collect }

    package var method: Method {
        switch self {
        case .ship: .ship
        case .collect: .collect
        }
    }

    /// Where it is collected.
    package var dealer: ID<Place>? {
        switch self {
        case .ship: nil
        case .collect(let dealer): dealer
        }
    }
}

extension Delivery: Codable, JSONWritable, SchemaDeclaring {
    package static let schema = Schema.oneOf(tag: "method", [
        .init("ship"), .init("collect", [.required("dealer", ID<Place>.schema)]),
    ])

    private enum Key: String, CodingKey { case method, dealer }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let method = try container.decode(Method.self, forKey: .method)
        let dealer = try container.decodeIfPresent(ID<Place>.self, forKey: .dealer)
        switch (method, dealer) {
        case (.ship, _): self = .ship
        case (.collect, let dealer?): self = .collect(at: dealer)
        case (.collect, nil): throw Malformed("goods are collected at a dealer")
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("method", method.rawValue)
        writer.member("dealer", dealer?.text)
        writer.endObject()
    }
}
