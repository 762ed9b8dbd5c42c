import Trade
import Values

/// Stripe's payment page, where the buyer types the card that the shop never sees: a Checkout Session.
///
/// A payment comes to be once a card is tried there. Until one holds the money, the session is what is asked about and
/// let go (a payment of an open session can't be cancelled); from then on it is the payment.
/// (https://docs.stripe.com/api/checkout/sessions)
extension FormBody {
    static func hostedPage(_ request: Authorisation) -> FormBody {
        let line = "line_items[0]"
        return FormBody([
            "mode": "payment", "payment_method_types[]": "card", "\(line)[quantity]": "1",
            "\(line)[price_data][currency]": request.amount.currency.code.lowercased(),
            "\(line)[price_data][unit_amount]": String(request.amount.amount),
            "\(line)[price_data][product_data][name]": title(request), "locale": request.language.rawValue,
            "payment_intent_data[capture_method]": "manual",
            "payment_intent_data[metadata][order]": request.order.text,
            "payment_intent_data[metadata][attempt]": request.attempt.text,
            "client_reference_id": request.order.text, "metadata[order]": request.order.text,
            "metadata[attempt]": request.attempt.text, "success_url": request.returnURL,
            "cancel_url": request.returnURL, "expires_at": String(request.pageEnd.seconds),
        ])
    }

    private static func title(_ request: Authorisation) -> String {
        switch request.language {
        case .en: "Order \(request.number)"
        case .de: "Bestellung \(request.number)"
        }
    }
}

extension StripeReply {
    func session() throws(BankFailure) -> BankIntent { try Self.session(body) }

    /// A session whose payment is expanded.
    static func session(_ body: JSON) throws(BankFailure) -> BankIntent {
        guard let id = body["id"]?.string, let status = body["status"]?.string else {
            throw .unknown("an answer that is no payment page")
        }
        let page = BankIntent.ID(id)
        switch status {
        case "open":
            guard let url = body["url"]?.string else {
                throw .refused(code: "no_redirect", message: "The bank has a payment page and doesn't say where.")
            }
            return BankIntent(id: page, outcome: .actionRequired(url: url), captured: 0)
        case "complete":
            guard let payment = body["payment_intent"], payment.object != nil else {
                throw .unknown("a payment page that is done and shows no payment")
            }
            return try intent(payment)
        case "expired": return BankIntent(id: page, outcome: .voided, captured: 0)
        default: throw .unknown("the bank answered with the page's state \(status)")
        }
    }
}

extension BankIntent.ID {
    /// The name of a payment page: `cs_test_…` or `cs_live_…`.
    var isPage: Bool { text.hasPrefix("cs_") }
}
