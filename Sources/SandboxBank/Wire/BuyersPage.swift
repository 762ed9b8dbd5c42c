import Web

/// The frame of the pages that a buyer sees at the bank.
enum BuyersPage {
    /// - Parameter content: HTML; what comes from elsewhere in it is `escaped`.
    static func response(_ status: Int, _ title: String, language: String = "en", _ content: String) -> Response {
        let html = """
            <!doctype html>
            <html lang="\(language)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title><style>:root{color-scheme:light dark}
            body{font:1rem/1.5 system-ui;max-width:28rem;margin:2rem auto;padding:0 1rem}
            form.choice{display:inline}button{font:inherit;font-weight:600;padding:.6rem 1.75rem;margin:0 1rem .5rem 0;
            border:0;border-radius:2rem;background:#2c4a8c;color:#fff;cursor:pointer}
            fieldset{border:0;padding:0;margin:1.5rem 0}legend{padding:0;font-weight:600}
            label{display:block;position:relative;margin:.6rem 0;padding:.6rem 1rem .6rem 2.75rem;
            border:1px solid #8888;border-radius:.6rem;cursor:pointer}label:has(:checked){border-color:#4f74cf}
            label input{position:absolute;left:1rem;top:.95rem;margin:0}label small{display:block;opacity:.8}
            :focus-visible{outline:3px solid #4f74cf;outline-offset:2px}
            .no{border-left:.25rem solid #d0524a;padding-left:.75rem}</style></head>
            <body><main><h1>\(title)</h1>\(content)</main></body></html>
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
