import Values

/// Why a bank declines a card, in the buyer's language.
enum Declines {
    /// `reason` is the bank's own English. What has no words in another language is said in general.
    static func text(code: String?, reason: String, in language: Language) -> String {
        switch language {
        case .en: reason
        case .de: code.flatMap { german[$0] } ?? "Ihre Karte wurde abgelehnt."
        }
    }

    private static let wrongCode = "Die Prüfnummer der Karte stimmt nicht."
    private static let wrongNumber = "Die Kartennummer stimmt nicht."
    private static let wrongExpiry = "Das Ablaufdatum der Karte stimmt nicht."
    private static let limit = "Das Limit der Karte ist erreicht."
    private static let unfit = "Mit dieser Karte kann dies nicht bezahlt werden."
    private static let unproved = "Ihre Bank konnte nicht bestätigen, dass Sie es sind."
    private static let later = "Die Bank konnte die Karte nicht verarbeiten. Bitte versuchen Sie es noch einmal."

    /// By the codes banks use (https://docs.stripe.com/declines/codes, https://docs.stripe.com/error-codes) and the
    /// shop's own. Lost, stolen and suspected cards read like any other decline, as the bank asks for.
    private static let german = [
        "insufficient_funds": "Ihre Karte hat nicht genug Deckung.",
        "expired_card": "Ihre Karte ist abgelaufen.",
        "incorrect_cvc": wrongCode, "invalid_cvc": wrongCode,
        "incorrect_number": wrongNumber, "invalid_number": wrongNumber,
        "invalid_expiry_month": wrongExpiry, "invalid_expiry_year": wrongExpiry,
        "card_velocity_exceeded": limit, "withdrawal_count_limit_exceeded": limit,
        "card_not_supported": unfit, "currency_not_supported": unfit,
        "payment_intent_authentication_failure": unproved, "authentication_required": unproved,
        "processing_error": later, "issuer_not_available": later, "try_again_later": later,
        "canceled": "Die Zahlung wurde bei der Bank abgebrochen.",
        "given_up": "Die Zahlung wurde aufgegeben.",
        "abandoned": "Die Zahlung wurde nicht rechtzeitig bestätigt und ist abgebrochen.",
    ]
}
