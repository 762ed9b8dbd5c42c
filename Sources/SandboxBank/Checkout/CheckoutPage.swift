import Values
import Web

/// The bank's payment page: a test card is chosen and pays. A card that is declined says why, and another may try.
struct CheckoutPage {
    let session: CheckoutSession
    let intent: PaymentIntent?
    let state: CheckoutSession.State

    init(_ session: CheckoutSession, _ intent: PaymentIntent?, at now: Instant) {
        self.session = session
        self.intent = intent
        state = session.state(at: now)
    }

    /// What a browser is shown that asks for the page.
    var response: Response {
        switch state {
        case .open: BuyersPage.response(200, words.title, language: words.language, form)
        case .complete: Self.leading(to: session.successURL)
        case .expired:
            BuyersPage.response(410, words.title, language: words.language, "<p>\(words.expired)</p>" + back)
        }
    }

    /// Where a browser goes that has sent the form: to 3-D Secure if the card asks for it, on to the shop once the
    /// money is held, else to the page again.
    var afterPaying: Response {
        guard state == .open, intent?.state == .requiresAction, let url = intent?.authenticationURL else {
            return state == .complete ? response : Self.leading(to: session.url)
        }
        return Self.leading(to: url)
    }

    private static func leading(to url: String) -> Response { Response(303, headers: ["Location": url]) }

    private var form: String {
        let cards = OfferedCard.all.enumerated().map { place, card in
            """
            <label><input type="radio" name="card" value="\(card.token)"\(place == 0 ? " checked" : "")>
            \(card.spacedNumber) <small>\(words.language == "de" ? card.outcome.de : card.outcome.en)</small></label>
            """
        }
        return """
            \(refusal)<p>\(BuyersPage.escaped(session.title)): <strong>\(session.price)</strong></p>
            <form method="post" action="/sandbox/checkout/\(session.id)">
            <fieldset><legend>\(words.choose)</legend>\(cards.joined(separator: "\n"))</fieldset>
            <button>\(words.pay)</button></form>\(back)
            """
    }

    /// Why the card tried last didn't pay.
    private var refusal: String {
        let reason: String? = switch intent?.failure {
        case .declined(let decline, _): words.reasons(decline)
        case .notAuthenticated: words.notAuthenticated
        case nil: nil
        }
        return reason.map { "<p class=\"no\" role=\"alert\">\($0)</p>" } ?? ""
    }

    private var back: String {
        let url = BuyersPage.escaped(session.cancelURL ?? session.successURL)
        return "<p><a href=\"\(url)\">\(words.back)</a></p>"
    }

    private var words: Words { session.locale == "de" ? .german : .english }

    /// The page's texts in one language.
    struct Words {
        let language: String
        let title: String
        let choose: String
        let pay: String
        let back: String
        let expired: String
        let notAuthenticated: String
        let reasons: @Sendable (Decline) -> String

        static let english = Words(
            language: "en", title: "Pay by card", choose: "Choose a test card", pay: "Pay", back: "Back to the shop",
            expired: "This payment page is closed. Nothing was charged.",
            notAuthenticated: "The payment was not confirmed. Nothing was charged. Please try again or choose another "
                + "card."
        ) { "\($0.message) Please choose another one." }

        static let german = Words(
            language: "de", title: "Mit Karte zahlen", choose: "Testkarte wählen", pay: "Bezahlen",
            back: "Zurück zum Shop", expired: "Diese Bezahlseite ist geschlossen. Es wurde nichts abgebucht.",
            notAuthenticated: "Die Zahlung wurde nicht bestätigt. Es wurde nichts abgebucht. Bitte versuchen Sie es "
                + "noch einmal oder wählen Sie eine andere Karte."
        ) { decline in
            let reason = switch decline {
            case .generic: "Ihre Karte wurde abgelehnt."
            case .insufficientFunds: "Ihre Karte ist nicht gedeckt."
            case .expired: "Ihre Karte ist abgelaufen."
            }
            return "\(reason) Bitte wählen Sie eine andere."
        }
    }
}

extension CheckoutPage {
    /// Where it stands.
    struct Place: VisitedPage {
        let id: ID<CheckoutSession>

        func answers(in books: Books, at now: Instant) -> (shown: Response, sent: Response)? {
            books.sessions[id].map { CheckoutPage($0, books.payment(of: $0), at: now) }
                .map { ($0.response, $0.afterPaying) }
        }

        func errand(_ form: Form) throws(StripeError) -> any Errand { try PayAtCheckout(id, form) }

        func isLate(_ error: StripeError) -> Bool { error.status == 400 }

        var unknown: StripeError { .noSuch("checkout.session", id.text, param: "session") }
    }
}

extension OfferedCard {
    /// `4242 4242 4242 4242`
    fileprivate var spacedNumber: String {
        number.enumerated().map { $0 > 0 && $0.isMultiple(of: 4) ? " \($1)" : "\($1)" }.joined()
    }
}
