import Values

/// Why a bank declines a card, in the buyer's language.
enum Declines {
    /// `reason` is the bank's own English. What has no words in another language is said in general.
    static func text(code: String?, reason: String, in language: Language) -> String {
        guard language != .en else { return reason }
        return (code.flatMap { words["decline \($0)"] } ?? declined).text(in: language)
    }

    private static let declined = Texts(en: "Your card was declined.", de: "Ihre Karte wurde abgelehnt.")
    private static let wrongCode = Texts(
        en: "The card's security code is wrong.", de: "Die Prüfnummer der Karte stimmt nicht.")
    private static let wrongNumber = Texts(en: "The card's number is wrong.", de: "Die Kartennummer stimmt nicht.")
    private static let wrongExpiry = Texts(
        en: "The card's expiry date is wrong.", de: "Das Ablaufdatum der Karte stimmt nicht.")
    private static let limit = Texts(
        en: "The card's limit has been reached.", de: "Das Limit der Karte ist erreicht.")
    private static let unfit = Texts(
        en: "The card can't be used for this payment.", de: "Mit dieser Karte kann dies nicht bezahlt werden.")
    private static let unproved = Texts(
        en: "Your bank could not confirm that it is you.", de: "Ihre Bank konnte nicht bestätigen, dass Sie es sind.")
    private static let later = Texts(
        en: "The bank could not process the card. Please try once more.",
        de: "Die Bank konnte die Karte nicht verarbeiten. Bitte versuchen Sie es noch einmal.")

    /// By the codes banks use (https://docs.stripe.com/declines/codes, https://docs.stripe.com/error-codes) and the
    /// shop's own. Lost, stolen and suspected cards read like any other decline, as the bank asks for.
    static let words: [String: Texts] = [
        "decline insufficient_funds": Texts(
            en: "Your card has insufficient funds.", de: "Ihre Karte hat nicht genug Deckung."),
        "decline expired_card": Texts(en: "Your card has expired.", de: "Ihre Karte ist abgelaufen."),
        "decline incorrect_cvc": wrongCode, "decline invalid_cvc": wrongCode,
        "decline incorrect_number": wrongNumber, "decline invalid_number": wrongNumber,
        "decline invalid_expiry_month": wrongExpiry, "decline invalid_expiry_year": wrongExpiry,
        "decline card_velocity_exceeded": limit, "decline withdrawal_count_limit_exceeded": limit,
        "decline card_not_supported": unfit, "decline currency_not_supported": unfit,
        "decline payment_intent_authentication_failure": unproved, "decline authentication_required": unproved,
        "decline processing_error": later, "decline issuer_not_available": later, "decline try_again_later": later,
        "decline canceled": Texts(
            en: "The payment was cancelled at the bank.", de: "Die Zahlung wurde bei der Bank abgebrochen."),
        "decline given_up": Texts(
            en: "You gave the payment up.", de: "Sie haben die Zahlung aufgegeben."),
        "decline abandoned": Texts(
            en: "The payment was not confirmed in time and has been cancelled.",
            de: "Die Zahlung wurde nicht rechtzeitig bestätigt und ist abgebrochen."),
    ]
}
