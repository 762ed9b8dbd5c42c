import Trade
import Values

/// What Stripe answered, once it is sure that it answered at all.
///
/// 402 is a decline, and an answer like any other. 409, 429 and 5xx leave open what happened: the same key asks again.
/// (https://docs.stripe.com/error-low-level)
struct StripeReply {
    let body: JSON

    init(_ response: IncomingResponse) throws(BankFailure) {
        let body = try? JSON.parse(response.body)
        switch response.status {
        case 200..<300:
            guard let body else { throw .unknown("an answer that is no JSON") }
            self.body = body
        case 402 where body?["error"]?["payment_intent"] != nil:
            self.body = .object(Self.declined(body))
        case 401, 403:
            // Nothing happened there, and the same call will do once the key is set right.
            throw .notSent("the bank doesn't accept our key (\(response.status))")
        case 409, 429, 500...:
            throw .unknown("the bank answered \(response.status)")
        case 400..<500:
            let error = body?["error"]
            if error?["type"]?.string == "idempotency_error" { throw .keyReused }
            throw .refused(
                code: error?["decline_code"]?.string ?? error?["code"]?.string ?? "status-\(response.status)",
                message: Decline.shortened(error?["message"]?.string ?? "The bank refused (\(response.status))."))
        default:
            throw .unknown("the bank answered \(response.status)")
        }
    }

    /// The intent inside an error, with that error as its last one: the shape in which it is read back later.
    private static func declined(_ body: JSON?) -> JSON.Object {
        var intent = body?["error"]?["payment_intent"]?.object ?? JSON.Object()
        intent["last_payment_error"] = body?["error"]
        return intent
    }

    func intent() throws(BankFailure) -> BankIntent { try Self.intent(body) }

    static func intent(_ body: JSON) throws(BankFailure) -> BankIntent {
        guard let id = body["id"]?.string, let status = body["status"]?.string else {
            throw .unknown("an answer that is no payment")
        }
        return BankIntent(
            id: BankIntent.ID(id), outcome: try outcome(status, body), captured: body["amount_received"]?.integer ?? 0)
    }

    private static func outcome(_ status: String, _ body: JSON) throws(BankFailure) -> BankIntent.Outcome {
        switch status {
        case "requires_capture": return .authorised
        case "succeeded": return .captured
        case "canceled": return .voided
        case "requires_action":
            guard let url = body["next_action"]?["redirect_to_url"]?["url"]?.string else {
                throw .refused(code: "no_redirect", message: "The bank wants to see the buyer and doesn't say where.")
            }
            return .actionRequired(url: url)
        case "requires_payment_method":
            let error = body["last_payment_error"]
            let code = error?["decline_code"]?.string ?? error?["code"]?.string ?? "card_declined"
            return .declined(code: code, reason: Decline.reason(code, bankSays: error?["message"]?.string))
        case "processing", "requires_confirmation": return .processing
        default: throw .unknown("the bank answered with the state \(status)")
        }
    }

    func page() throws(BankFailure) -> (items: [JSON], hasMore: Bool) {
        guard let items = body["data"]?.array else { throw .unknown("an answer that is no list") }
        return (items, body["has_more"]?.bool ?? false)
    }

    func refund() throws(BankFailure) -> String {
        let id = try name()
        if let status = body["status"]?.string, ["failed", "canceled"].contains(status) {
            throw .refused(
                code: body["failure_reason"]?.string ?? "refund_\(status)", message: "The bank could not refund \(id).")
        }
        return id
    }

    func name() throws(BankFailure) -> String {
        guard let id = body["id"]?.string else { throw .unknown("an answer without a name") }
        return id
    }
}

/// Why a card was declined, in words a buyer can do something with.
enum Decline {
    /// What a bank's message may take up in our database and answers.
    private static let lengthLimit = 300

    /// Lost, stolen and suspected cards read like any other decline, as the bank asks for.
    /// (https://docs.stripe.com/declines/codes)
    static func reason(_ code: String, bankSays message: String?) -> String {
        switch code {
        case "insufficient_funds": "The card has not enough funds."
        case "expired_card": "The card has expired."
        case "incorrect_cvc", "invalid_cvc": "The card's security code is wrong."
        case "incorrect_number", "invalid_number": "The card number is wrong."
        case "card_velocity_exceeded", "withdrawal_count_limit_exceeded": "The card's limit has been reached."
        case "currency_not_supported": "The card can't pay in this currency."
        case "authentication_required", "payment_intent_authentication_failure":
            "The payment was not confirmed with the card's bank."
        case "lost_card", "stolen_card", "fraudulent", "merchant_blacklist", "pickup_card", "restricted_card":
            "The card was declined."
        default: shortened(message ?? "The card was declined.")
        }
    }

    static func shortened(_ message: String) -> String { String(message.prefix(lengthLimit)) }
}
