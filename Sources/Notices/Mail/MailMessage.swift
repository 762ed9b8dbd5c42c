import Values

/// A mail as it goes over the wire (RFC 5322, RFC 2046): text first, HTML for whoever can show it.
extension Mail {
    /// Lines end with CRLF and are never longer than 998 bytes; the same mail always has the same bytes.
    package var message: [UInt8] {
        // "=_" can't occur in quoted-printable text, so that the boundary can't either.
        let boundary = "=_" + Digest.hex(Digest.sha256(messageID.text).prefix(16))
        var lines = [
            "From: \(HeaderText.mailbox(from))",
            "To: \(HeaderText.mailbox(to))",
            "Subject: \(HeaderText.unstructured(subject))",
            "Date: \(Self.date(date))",
            "Message-ID: \(messageID)",
            "MIME-Version: 1.0",
            "Content-Language: \(language.rawValue)",
            // RFC 3834: keeps "out of office" from answering.
            "Auto-Submitted: auto-generated",
            "Content-Type: multipart/alternative;", " boundary=\"\(boundary)\"",
            "",
        ]
        var bytes = Self.joined(lines)
        for (type, content) in [("text/plain", text), ("text/html", html)] {
            lines = [
                "--\(boundary)", "Content-Type: \(type); charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable", "",
            ]
            bytes += Self.joined(lines) + QuotedPrintable.encode(content) + [13, 10]
        }
        return bytes + Self.joined(["--\(boundary)--"])
    }

    private static func joined(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [13, 10] } }

    /// `Mon, 23 Nov 2026 09:30:00 +0000`
    private static func date(_ instant: Instant) -> String {
        let day = instant.day
        let (year, month, dayOfMonth) = day.civil
        let weekday = weekdays[((day.number + 4) % 7 + 7) % 7]
        let time = instant.description.drop { $0 != "T" }.dropFirst().prefix(8)
        return "\(weekday), \(dayOfMonth) \(months[month - 1]) \(year) \(time) +0000"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
