import Values

/// The letter as HTML, laid out by tables and styled in place: many mail programs know nothing else.
extension LetterPage {
    var html: String {
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light">
            <title>\(subject)</title>
            </head>
            <body style="margin:0;padding:0;background:#f4f4f1;color:#1f2421;font-family:-apple-system,'Segoe UI',\
            Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f1">
            <tr><td align="center" style="padding:32px 12px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" \
            style="max-width:600px;background:#ffffff;border-top:4px solid #1f4d3d">
            <tr><td style="padding:28px 32px 0;font-size:14px;letter-spacing:0.06em;color:#1f4d3d">\
            <strong>\(letterhead.shopName)</strong></td></tr>
            <tr><td style="padding:12px 32px 0">
            <h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600">\(subject)</h1>
            <p style="margin:0 0 12px">\(greeting)</p>
            <p style="margin:0 0 20px">\(opening)</p>
            </td></tr>
            <tr><td style="padding:0 32px">
            <table role="presentation" cellpadding="0" cellspacing="0" style="font-size:14px">
            \(facts.map(Self.row))</table>
            </td></tr>
            \(goods)\(amounts)<tr><td style="padding:24px 32px 0">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
            <tr style="vertical-align:top">
            \(addresses.map(Self.cell))</tr>
            </table>
            </td></tr>
            <tr><td style="padding:24px 32px 32px;font-size:14px">
            \(button)<p style="margin:0 0 12px">\(words.closing)</p>
            <p style="margin:0;color:#5f6763">\(letterhead.shopName) · \
            <a href="mailto:\(letterhead.address.text)" style="color:#1f4d3d">\(letterhead.address.text)</a></p>
            </td></tr>
            </table>
            </td></tr>
            </table>
            </body>
            </html>

            """
        return page.text
    }

    private static func row(_ fact: Fact) -> HTML {
        """
        <tr><td style="padding:2px 16px 2px 0;color:#5f6763">\(fact.label)</td>\
        <td style="padding:2px 0"><strong>\(fact.value)</strong></td></tr>

        """
    }

    private var goods: HTML {
        guard let heading else { return "" }
        return """
            <tr><td style="padding:24px 32px 0">
            <h2 style="margin:0 0 8px;font-size:16px;font-weight:600">\(heading)</h2>
            <table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse">
            \(lines.map(Self.row))</table>
            </td></tr>

            """
    }

    private static func row(_ line: Line) -> HTML {
        let notes = line.options.map { "\($0.group): \($0.name)" } + (line.each.map { [$0] } ?? [])
        return """
            <tr style="border-top:1px solid #dfe2df;vertical-align:top">
            <td style="padding:10px 8px 10px 0;width:1%;white-space:nowrap;color:#5f6763">\
            \(String(line.quantity))&nbsp;×</td>
            <td style="padding:10px 8px 10px 0">\(line.name)
            \(notes.map { "<br><span style=\"font-size:14px;color:#5f6763\">\($0)</span>\n" })</td>
            <td align="right" style="padding:10px 0;white-space:nowrap">\(line.amount ?? "")</td>
            </tr>

            """
    }

    private var amounts: HTML {
        guard !sums.isEmpty else { return "" }
        return """
            <tr><td style="padding:0 32px">
            <table width="100%" cellpadding="0" cellspacing="0" \
            style="border-collapse:collapse;border-top:2px solid #1f2421;margin-top:0">
            \(sums.map(Self.row))</table>
            </td></tr>

            """
    }

    private static func row(_ sum: Sum) -> HTML {
        let style = sum.isTotal ? ";font-weight:700;font-size:18px" : ""
        return """
            <tr>
            <td style="padding:6px 8px 6px 0\(style)">\(sum.label)</td>
            <td align="right" style="padding:6px 0;white-space:nowrap\(style)">\(sum.amount)</td>
            </tr>

            """
    }

    private static func cell(_ address: Address) -> HTML {
        """
        <td style="width:50%;padding:0 12px 0 0;font-size:14px">
        <h2 style="margin:0 0 4px;font-size:14px;font-weight:600;color:#5f6763">\(address.label)</h2>
        \(address.lines.map { "\($0)<br>\n" })</td>

        """
    }

    private var button: HTML {
        guard let link else { return "" }
        return """
            <p style="margin:0 0 20px"><a href="\(link)" target="_blank" rel="noopener" \
            style="display:inline-block;padding:10px 20px;border-radius:22px;background:#1f4d3d;color:#ffffff;\
            text-decoration:none;font-weight:600">\(linkName)</a></p>

            """
    }
}
