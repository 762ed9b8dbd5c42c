import Storage
import Values
import Web

/// Tells callers by what they send as `Authorization: Bearer …` (RFC 6750): a key of staff, the secret of an order, or
/// nothing, which makes a guest.
///
/// Each key is looked up anew, so that a revoked one stops working with the next request. An order's secret is only
/// carried on here; whoever reads the order verifies it.
package struct StaffAuthenticator: Authenticator {
    private let shop: Shop

    /// Longer than any key or secret, and short enough to hash at once.
    package static let lengthLimitBytes = 128

    package init(_ shop: Shop) { self.shop = shop }

    package func caller(of head: Request.Head) async throws -> Caller {
        let fields = head.headers.all("Authorization")
        guard let field = fields.first else { return AccessTable.guest() }
        guard fields.count == 1, let token = Self.bearer(field) else { throw Unauthenticated() }
        if token.hasPrefix(OrderSecrets.prefix) { return AccessTable.guest(secret: token) }
        guard token.hasPrefix(APIKey.prefix),
              let key = try await shop.read({ db in try APIKey.find(text: token, in: db) })
        else { throw Unauthenticated() }
        return AccessTable.staff(key)
    }

    /// The scheme's name may be in any case (RFC 9110, section 11.1).
    private static func bearer(_ field: String) -> String? {
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].drop { $0 == " " }
        guard token.utf8.count <= lengthLimitBytes,
              token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(token)
    }
}
