import Values

/// The secrets by which guests read their orders: `os_` and HMAC-SHA-256 of the order's identifier under the shop's
/// secret key, in base 32. None is stored, and without the key none can be guessed.
package struct OrderSecrets: Sendable {
    private let key: [UInt8]

    package static let prefix = "os_"

    /// As long as what it makes (RFC 2104, section 3).
    package static let keyLengthBytes = 32

    /// `key` has 32 bytes or more, drawn at random once and kept for as long as the shop's orders are.
    package init(key: [UInt8]) {
        precondition(key.count >= Self.keyLengthBytes, "the key of the order secrets has \(Self.keyLengthBytes) bytes")
        self.key = key
    }

    package func secret<Order>(of order: ID<Order>) -> String {
        Self.prefix + Base32.text(Digest.hmac(Array("order:\(order)".utf8), key: key))
    }

    /// Whether `secret` is that order's. Takes as long for a wrong one as for the right one.
    package func verify<Order>(_ secret: String, for order: ID<Order>) -> Bool {
        Digest.same(secret, self.secret(of: order))
    }
}
