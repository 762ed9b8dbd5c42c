import Web

/// The frame of the pages that a buyer sees at the bank.
enum BuyersPage {
    /// - Parameter content: HTML; what comes from elsewhere in it is `escaped`.
    static func response(_ status: Int, _ title: String, language: String = "en", _ content: String) -> Response {
        let html = """
            <!doctype html>
            <html lang="\(language)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title><style>body{font:1rem/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}
            form.choice{display:inline}button{font:inherit;padding:.5rem 1.5rem;margin-right:1rem}
            fieldset{border:0;padding:0;margin:1rem 0}label{display:block;padding:.4rem 0}label small{display:block}
            .no{border-left:.25rem solid #b3261e;padding-left:.75rem}</style></head>
            <body><h1>\(title)</h1>\(content)</body></html>
            """
        return Response(status, headers: [
            "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ], body: Array(html.utf8))
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
