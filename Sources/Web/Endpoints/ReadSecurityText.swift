import Values

/// Says whom to tell of a weakness (RFC 9116).
package struct ReadSecurityText: Endpoint {
    package static let route = Route(.get, "/.well-known/security.txt", .shop)
    package static let summary = "Says whom to tell of a weakness in the shop's security (RFC 9116)."

    /// It is made anew at each request, and less than a year long, as section 2.5.5 recommends.
    private static let good = Instant.Span.days(180)

    private let contact: String
    private let canonical: String
    private let now: @Sendable () -> Instant

    /// - Parameters:
    ///   - contact: a `mailto:` or `https:` address.
    ///   - shop: where buyers reach the shop, without a slash at the end.
    package init(contact: String, shop: String, now: @escaping @Sendable () -> Instant) {
        self.contact = contact
        canonical = "\(shop)/.well-known/security.txt"
        self.now = now
    }

    package func answer(_ input: Nothing, for caller: Caller) async throws -> Media {
        let text = """
            Contact: \(contact)
            Expires: \(Instant(seconds: (now() + Self.good).seconds))
            Preferred-Languages: en, de
            Canonical: \(canonical)

            """
        return Media("text/plain; charset=utf-8", Array(text.utf8), headers: ["Cache-Control": "max-age=86400"])
    }
}
