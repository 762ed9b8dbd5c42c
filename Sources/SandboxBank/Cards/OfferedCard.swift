/// A test card as a shop offers it to whoever tries it out.
package struct OfferedCard: Sendable {
    /// The payment method it is best known by.
    package let token: String
    package let number: String
    /// What happens when it pays, in English and in German.
    package let outcome: (en: String, de: String)

    private init(_ token: String, _ card: TestCard, _ en: String, _ de: String) {
        self.token = token
        number = card.number
        outcome = (en, de)
    }

    /// One for each thing that can happen.
    package static let all = [
        OfferedCard("pm_card_visa", .visa, "Pays.", "Zahlt."),
        OfferedCard(
            "pm_card_threeDSecure2Required", .authenticationUnlessSetUp, "The bank asks for 3-D Secure, then pays.",
            "Die Bank fragt nach 3-D Secure, dann zahlt sie."),
        OfferedCard("pm_card_chargeDeclined", .declined, "Is declined.", "Wird abgelehnt."),
        OfferedCard(
            "pm_card_chargeDeclinedInsufficientFunds", .insufficientFunds, "Is declined: not enough funds.",
            "Wird abgelehnt: keine Deckung."),
        OfferedCard(
            "pm_card_chargeDeclinedExpiredCard", .expired, "Is declined: it has expired.",
            "Wird abgelehnt: abgelaufen."),
        OfferedCard(
            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", .authenticationThenInsufficientFunds,
            "The bank asks for 3-D Secure, then there are not enough funds.",
            "Die Bank fragt nach 3-D Secure, dann fehlt die Deckung."),
    ]
}
