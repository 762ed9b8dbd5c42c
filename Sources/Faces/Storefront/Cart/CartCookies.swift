import Values
import Web

/// What a browser keeps of its cart: which it is, and how much is in it.
enum CartCookies {
    static let id = "cart"
    static let count = "cart-count"

    static let keptSeconds = 30 * 24 * 3600
}

extension Response {
    /// Remembers the cart as the API just answered it.
    func keeping(_ cart: JSON, for visit: Visit) -> Response {
        guard let id = cart["id"]?.string else { return self }
        let pieces = (cart["lines"]?.array ?? []).compactMap { $0["quantity"]?.integer }.reduce(0, +)
        return with(visit.cookie(CartCookies.id, id, seconds: CartCookies.keptSeconds))
            .with(visit.cookie(CartCookies.count, String(pieces), seconds: CartCookies.keptSeconds))
    }

    /// Forgets how much is in a cart that is none any more. Which it was is kept: an order that fails gives it back.
    func keepingNothing(for visit: Visit) -> Response {
        guard visit.cookies[CartCookies.count] != nil else { return self }
        return with(visit.cookie(CartCookies.count, "", seconds: 0))
    }
}
