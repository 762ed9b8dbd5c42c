import Storage
import Values

/// The secrets by which guests read their orders: `os_` and HMAC-SHA-256 of the order's identifier under the shop's
/// secret key, in base 32. None is stored, and without the key none can be guessed.
package struct OrderSecrets: Sendable {
    private let key: Secret<[UInt8]>

    package static let prefix = "os_"

    /// As long as what it makes (RFC 2104, section 3).
    package static let keyLengthBytes = 32

    /// `key` has 32 bytes or more, drawn at random once and kept for as long as the shop's orders are.
    package init(key: [UInt8]) {
        precondition(key.count >= Self.keyLengthBytes, "the key of the order secrets has \(Self.keyLengthBytes) bytes")
        self.key = Secret(key)
    }

    package func secret<Order>(of order: ID<Order>) -> String {
        Self.prefix + Base32.text(Digest.hmac(Array("order:\(order)".utf8), key: key.reveal()))
    }

    /// Whether `secret` is that order's. Takes as long for a wrong one as for the right one.
    package func verify<Order>(_ secret: String, for order: ID<Order>) -> Bool {
        Digest.same(secret, self.secret(of: order))
    }
}

extension OrderSecrets {
    /// The shop's secrets were made with another key.
    package struct OtherKey: Error, CustomStringConvertible {
        package let description = """
            The shop's secrets were made with another key: every link to an order would be void. Give this server the \
            secret.key of the shop's first data folder, or its content as --secret-key.
            """
    }

    package static let migration = Migration(65, "what tells the key of secrets", """
        CREATE TABLE key_fingerprint (
            one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), fingerprint TEXT NOT NULL
        ) {strict}
        """)

    private static let keep: Statement = """
        INSERT INTO key_fingerprint (one, fingerprint) VALUES (1, $fingerprint) ON CONFLICT (one) DO NOTHING
        """
    private static let find: Statement = "SELECT fingerprint FROM key_fingerprint WHERE one = 1"

    /// Tells nothing of the key.
    private var fingerprint: String { Digest.hex(Digest.hmac(Array("fingerprint".utf8), key: key.reveal()).prefix(8)) }

    /// Holds the key against the one that the shop has had from its first start on. Throws `OtherKey`.
    package func verifyKey(of shop: Shop) async throws {
        let fingerprint = fingerprint
        if let known = try await shop.read({ db in try db.value(Self.find, as: String.self) }) {
            guard known == fingerprint else { throw OtherKey() }
            return
        }
        let kept = try await shop.write { db in
            try db.run(Self.keep, ["fingerprint": fingerprint])
            return try db.value(Self.find, as: String.self)
        }
        guard kept == fingerprint else { throw OtherKey() }
    }
}
