import Values
import Web

/// The page a card's issuer would show to make sure that the buyer is who they say. Here the buyer chooses the outcome.
struct AuthenticationPage {
    let intent: PaymentIntent

    var response: Response {
        guard intent.state == .requiresAction else {
            return BuyersPage.response(
                409, "Nothing to confirm", "<p>This payment does not wait for a confirmation.</p>")
        }
        let form = """
            <form class="choice" method="post" action="/sandbox/3ds/\(intent.id)">
            <button name="outcome" value="complete">Complete</button></form>
            <form class="choice" method="post" action="/sandbox/3ds/\(intent.id)">
            <button name="outcome" value="fail">Fail</button></form>
            """
        let text = "<p>Card ending in \(intent.method?.card.lastFour ?? "????"): pay \(intent.price)?</p>"
        return BuyersPage.response(200, "3-D Secure, sandbox bank", text + form)
    }

    /// Where the browser goes afterwards: back to the shop, which asks the bank itself how it went.
    var returning: Response {
        guard let url = intent.returnURL else {
            return BuyersPage.response(200, "Thank you", "<p>You can close this page.</p>")
        }
        let outcome = intent.failure == nil ? "succeeded" : "failed"
        let query = "payment_intent=\(intent.id)&payment_intent_client_secret=\(intent.clientSecret)"
            + "&redirect_status=\(outcome)"
        let fragment = url.firstIndex(of: "#") ?? url.endIndex
        let address = url[..<fragment]
        let location = "\(address)\(address.contains("?") ? "&" : "?")\(query)\(url[fragment...])"
        return Response(303, headers: ["Location": location])
    }
}

extension AuthenticationPage {
    /// Where it stands.
    struct Place: VisitedPage {
        let id: ID<PaymentIntent>

        func answers(in books: Books, at now: Instant) -> (shown: Response, sent: Response)? {
            books.intents[id].map { AuthenticationPage(intent: $0) }.map { ($0.response, $0.returning) }
        }

        func errand(_ form: Form) throws(StripeError) -> any Errand { try AuthenticateIntent(id, form) }

        func isLate(_ error: StripeError) -> Bool { error.code == "payment_intent_unexpected_state" }

        var unknown: StripeError { .noSuch("payment_intent", id.text, param: "intent") }
    }
}
