import Values
import Web

/// The secret that opens an order's pages, kept by the buyer's browser and sent to these pages alone.
enum OrderCookie {
    static let name = "order"

    private static let keptSeconds = 180 * 24 * 3600

    static func keeping(_ secret: String, of order: String, for visit: Visit) -> Cookie {
        visit.cookie(name, secret, path: "/orders/\(Percent.encoded(order))", seconds: keptSeconds)
    }

    /// What can be no secret isn't written into a cookie.
    static func isSecret(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
                || byte == 45
        }
    }
}

extension Visit {
    /// The API, asked in the name of who holds the order's secret.
    var orderAPI: API { cookies[OrderCookie.name].map { api.with(bearer: $0) } ?? api }
}
