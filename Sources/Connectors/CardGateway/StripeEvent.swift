import Trade
import Values

/// The bank's events: signed, so that nobody else can make them up.
/// (https://docs.stripe.com/webhooks#verify-manually)
enum StripeEvent {
    /// How old a signed event may be; an older one may be a recording, played again.
    private static let tolerance = Instant.Span.minutes(5)

    /// Parts of the signature's header that are looked at; several stand there while a secret is being changed.
    private static let partLimit = 16

    static func read(
        _ body: [UInt8], signature: String, secret: String, at now: Instant
    ) throws(BankFailure) -> BankEvent {
        try verify(body, signature, secret, now)
        guard let event = try? JSON.parse(body), let id = event["id"]?.string, let kind = event["type"]?.string else {
            throw .refused(code: "event-malformed", message: "This is no event.")
        }
        let object = event["data"]?["object"]
        let own = object?["id"]?.string
        let intent = switch object?["object"]?.string {
        case "payment_intent": own
        case "checkout.session": object?["payment_intent"]?.string ?? own
        default: object?["payment_intent"]?.string
        }
        return BankEvent(
            id: id, kind: kind, intent: intent.map(BankIntent.ID.init),
            attempt: object?["metadata"]?["attempt"]?.string.flatMap { ID($0) })
    }

    private static func verify(
        _ body: [UInt8], _ signature: String, _ secret: String, _ now: Instant
    ) throws(BankFailure) {
        var seconds: Substring?
        var codes: [[UInt8]] = []
        for part in signature.split(separator: ",").prefix(partLimit) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "t": seconds = pair[1]
            case "v1": if let code = Digest.bytes(hex: String(pair[1])) { codes.append(code) }
            default: break
            }
        }
        guard let seconds, let time = Int64(seconds), (0...limitSeconds).contains(time), !codes.isEmpty else {
            throw .refused(code: "signature-malformed", message: "The signature is not one of the bank's.")
        }
        let expected = Digest.hmac(Array("\(seconds).".utf8) + body, key: Array(secret.utf8))
        guard codes.contains(where: { Digest.same($0, expected) }) else {
            throw .refused(code: "signature-wrong", message: "The signature is not the bank's.")
        }
        let signed = Instant(seconds: time)
        guard now - tolerance <= signed, signed <= now + tolerance else {
            throw .refused(code: "signature-old", message: "The signature is too old.")
        }
    }

    /// The year 9999; what is larger is no time, and wouldn't count in milliseconds.
    private static let limitSeconds: Int64 = 253_402_300_799
}
