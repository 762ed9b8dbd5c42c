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

/// The way into an order: the session of the customer whose it is, else the secret that the browser holds.
struct OrderEntry: Sendable {
    let api: Visit.API
    /// What the API said of the order.
    let found: Reply
    /// Whoever is logged in may take it into their account.
    let isClaimable: Bool

    init(_ order: String, _ visit: Visit) async {
        let path = "/v1/orders/\(Percent.encoded(order))"
        let customer = visit.customerAPI
        if let customer {
            let own = await customer.get(path)
            // While the shop is too busy to say whose it is, nothing else is tried.
            if own.isDone || own.status >= 500 {
                (api, found, isClaimable) = (customer, own, false)
                return
            }
        }
        let secret = visit.cookies[OrderCookie.name]
        api = secret.map { visit.api.with(bearer: $0) } ?? visit.api
        found = await api.get(path)
        isClaimable = customer != nil && secret != nil && found.isDone
    }
}

extension Visit {
    /// The API, asked in the name of the customer whose session the browser keeps; nil without one.
    var customerAPI: API? { session(at: .customer).map { api.with(bearer: $0) } }
}
