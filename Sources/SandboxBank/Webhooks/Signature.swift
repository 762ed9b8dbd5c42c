import Values

/// Stripe's signature of a webhook: `t=1700000000,v1=5257a8…`, HMAC-SHA-256 over `t.payload`
/// (https://docs.stripe.com/webhooks#verify-manually).
package enum WebhookSignature {
    package static let header = "Stripe-Signature"

    package static func value(payload: [UInt8], secret: String, at now: Instant) -> String {
        let seconds = String(now.seconds)
        let signature = Digest.hmac(Array((seconds + ".").utf8) + payload, key: Array(secret.utf8))
        return "t=\(seconds),v1=\(Digest.hex(signature))"
    }
}
