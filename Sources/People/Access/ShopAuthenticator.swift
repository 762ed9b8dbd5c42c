import Storage
import Values
import Web

/// Tells callers by what they send as `Authorization: Bearer …` (RFC 6750): a session, an API key, the secret of an
/// order, or nothing, which makes a guest.
///
/// Sessions and keys are looked up anew each time, so that what was revoked stops working with the next request. An
/// order's secret is only carried on here; whoever reads the order verifies it.
package struct ShopAuthenticator: Authenticator {
    private let shop: Shop

    /// Longer than any key, session or secret, and short enough to hash at once.
    package static let lengthLimitBytes = 128

    package init(_ shop: Shop) { self.shop = shop }

    package func caller(of head: Request.Head) async throws -> Caller {
        let fields = head.headers.all("Authorization")
        guard let field = fields.first else { return AccessTable.guest(address: head.client) }
        guard fields.count == 1, let token = Self.bearer(field) else { throw Unauthenticated() }
        if token.hasPrefix(OrderSecrets.prefix) { return AccessTable.guest(secret: token, address: head.client) }
        let caller = if token.hasPrefix(APIKey.prefix) {
            try await key(token, head.client)
        } else if token.hasPrefix(Session.prefix) {
            try await session(token, head.client)
        } else {
            nil as Caller?
        }
        guard let caller else { throw Unauthenticated() }
        return caller
    }

    private func key(_ token: String, _ address: String?) async throws -> Caller? {
        let now = shop.now
        return try await shop.read { db in
            guard let key = try APIKey.find(text: token, at: now, in: db) else { return nil }
            return AccessTable.key(
                id: key.id.text, name: key.name.text, try Role.grants(of: key.role, in: db), narrowed: key.permissions,
                place: key.place?.text, address: address)
        }
    }

    private func session(_ token: String, _ address: String?) async throws -> Caller? {
        let now = shop.now
        let found = try await shop.read { db -> (session: Session, caller: Caller)? in
            guard let (session, account) = try Session.find(text: token, at: now, in: db) else { return nil }
            return (session, try Self.caller(session, account, address, in: db))
        }
        guard let found else { return nil }
        if found.session.isToBeSeen(at: now) {
            try await shop.write(.readCommitted) { db in try Session.see(found.session.id, at: now, in: db) }
        }
        return found.caller
    }

    private static func caller(
        _ session: Session, _ account: Account, _ address: String?, in db: any Transaction
    ) throws -> Caller {
        let person = Caller.Person(
            account: account.id.text, session: session.id.text, email: account.email.text, name: account.name.text)
        guard session.isWhole else { return AccessTable.half(account.kind, person, address: address) }
        switch account.kind {
        case .customer: return AccessTable.customer(person, address: address)
        case .staff:
            guard let role = account.role else { return AccessTable.half(.staff, person, address: address) }
            return AccessTable.staff(
                person, try Role.grants(of: role, in: db), place: account.place?.text, address: address)
        }
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
