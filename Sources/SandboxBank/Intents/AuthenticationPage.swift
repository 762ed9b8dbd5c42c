import Values
import Web

/// The page a card's issuer would show to make sure that the buyer is who they say. Here the buyer chooses the outcome.
struct AuthenticationPage {
    let intent: PaymentIntent

    var response: Response {
        guard intent.state == .requiresAction else {
            return Self.page(409, "Nothing to confirm", "<p>This payment does not wait for a confirmation.</p>")
        }
        let form = """
            <form method="post" action="/sandbox/3ds/\(intent.id)">
            <button name="outcome" value="complete">Complete</button></form>
            <form method="post" action="/sandbox/3ds/\(intent.id)">
            <button name="outcome" value="fail">Fail</button></form>
            """
        let text = "<p>Card ending in \(intent.method?.card.lastFour ?? "????"): pay \(intent.price)?</p>"
        return Self.page(200, "3-D Secure, sandbox bank", text + form)
    }

    /// Where the browser goes afterwards: back to the shop, which asks the bank itself how it went.
    var returning: Response {
        guard let url = intent.returnURL else {
            return Self.page(200, "Thank you", "<p>You can close this page.</p>")
        }
        let outcome = intent.failure == nil ? "succeeded" : "failed"
        let query = "payment_intent=\(intent.id)&payment_intent_client_secret=\(intent.clientSecret)"
            + "&redirect_status=\(outcome)"
        let fragment = url.firstIndex(of: "#") ?? url.endIndex
        let address = url[..<fragment]
        let location = "\(address)\(address.contains("?") ? "&" : "?")\(query)\(url[fragment...])"
        return Response(303, headers: ["Location": location])
    }

    static let unknown = page(404, "No such payment", "<p>The bank knows no such payment.</p>")

    private static func page(_ status: Int, _ title: String, _ content: String) -> Response {
        let html = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title><style>body{font:1rem/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}
            form{display:inline}button{font:inherit;padding:.5rem 1.5rem;margin-right:1rem}</style></head>
            <body><h1>\(title)</h1>\(content)</body></html>
            """
        return Response(status, headers: [
            "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ], body: Array(html.utf8))
    }
}
