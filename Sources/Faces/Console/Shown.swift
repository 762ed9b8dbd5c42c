import Notices
import Values

/// How staff's pages write what the API answers.
struct Shown: Sendable {
    let language: Language

    init(_ language: Language) { self.language = language }

    func amount(_ json: JSON?) -> String { money(json).map { Written(language).amount($0) } ?? "" }

    func money(_ json: JSON?) -> Money? {
        guard let amount = json?["amount"]?.integer, let code = json?["currency"]?.string,
              let currency = Currency(rawValue: code) else { return nil }
        return Money(amount, currency)
    }

    /// `23 November 2026, 10:02`, by UTC.
    func time(_ json: JSON?) -> String {
        guard let text = json?.string, let instant = Instant(text) else { return "" }
        return Readable(language).minute(instant)
    }

    /// A text of the shop's, in the reader's language.
    func text(_ json: JSON?) -> String {
        (language == .de ? json?["de"]?.string : nil) ?? json?["en"]?.string ?? ""
    }

    /// A day without a time: `2026-11-23`.
    func day(_ json: JSON?) -> String {
        json?.string.flatMap { Instant("\($0)T00:00:00Z") }.map { Written(language).day($0) } ?? ""
    }

    func count(_ json: JSON?) -> String { json?.integer.map { String($0) } ?? "" }

    /// The lines of an address.
    func address(_ json: JSON?) -> [String] { Readable(language).address(json) }

    func word(_ name: String) -> String { Words.text(name, in: language) }

    /// The word of that name, where there is one.
    func word(_ name: String, else text: String) -> String { Words.all(in: language)[name] ?? text }

    /// A state in words and with the colour of its badge.
    func badge(_ kind: String, _ state: String?) -> [String: Any] {
        guard let state else { return ["isThere": false] }
        return [
            "isThere": true, "label": label(kind, state), "tone": Self.tones["\(kind) \(state)"] ?? "",
        ]
    }

    /// What the API calls `name`; the name itself where staff have no word for it.
    func label(_ kind: String, _ name: String) -> String {
        Words.all(in: language)["staff \(kind) \(name)"] ?? name.replacing("_", with: " ")
    }

    private static let tones = [
        "order placed": "ok", "order closed": "ok", "order pending": "warn", "order failed": "bad",
        "payment authorised": "ok", "payment captured": "ok", "payment declined": "bad", "payment review": "bad",
        "payment expired": "bad", "payment unknown": "warn", "payment requires_action": "warn",
        "payment authorising": "warn", "fulfilment shipped": "ok", "fulfilment delivered": "ok",
        "fulfilment handed_over": "ok", "fulfilment ready_for_pickup": "warn", "refund made": "ok",
        "refund failed": "bad", "refund review": "bad", "refund requested": "warn", "next ship": "warn",
        "next make_ready": "warn", "next hand_over": "warn", "product published": "ok", "product withdrawn": "bad",
        "product draft": "", "job parked": "bad",
        "person active": "ok", "person unconfirmed": "warn", "person suspended": "bad", "key live": "ok",
    ]
}
