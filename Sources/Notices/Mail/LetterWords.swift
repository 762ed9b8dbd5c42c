import Values

/// The fixed words of the shop's letters, in one language.
struct LetterWords {
    let order: String
    let placed: String
    let items: String
    let parcel: String
    let subtotal: String
    let discount: String
    let delivery: String
    let collection: String
    let total: String
    let refunded: String
    let carrier: String
    let tracking: String
    let invoiceAddress: String
    let deliveryAddress: String
    let collectAt: String
    let each: String
    let greeting: @Sendable (_ name: String) -> String
    let taxIncluded: @Sendable (_ rate: String) -> String
    let taxAdded: @Sendable (_ rate: String) -> String
    /// To the order's page, for its buyer alone.
    let orderLink: String
    let closing: String
    let language: Language
    private let subjects: @Sendable (Mail.Kind, _ number: String) -> String
    private let openings: @Sendable (Mail.Kind) -> String

    func subject(_ kind: Mail.Kind, _ number: String) -> String { subjects(kind, number) }

    /// What a letter's link is called.
    func link(_ kind: Mail.Kind) -> String {
        kind.isAboutOrder ? orderLink : AccountWords.link(kind)?.text(in: language) ?? ""
    }

    /// What happened, in a sentence or two.
    func opening(_ kind: Mail.Kind) -> String { openings(kind) }

    static func `in`(_ language: Language) -> Self {
        switch language {
        case .en: english
        case .de: german
        }
    }

    private static let english = Self(
        order: "Order", placed: "Ordered on", items: "What you ordered", parcel: "In this parcel",
        subtotal: "Goods", discount: "Discount", delivery: "Delivery", collection: "Collection", total: "Total",
        refunded: "Refunded", carrier: "Carrier", tracking: "Tracking number", invoiceAddress: "Invoice address",
        deliveryAddress: "Delivery address", collectAt: "To be collected at", each: "each",
        greeting: { "Hello \($0)," }, taxIncluded: { "VAT \($0), included" }, taxAdded: { "VAT \($0)" },
        orderLink: "See how your order stands",
        closing: "If anything is not as it should be, just answer this mail.", language: .en,
        subjects: { kind, number in
            switch kind {
            case .confirmation: "Your order \(number) is confirmed"
            case .shipped: "Your order \(number) is on its way"
            case .readyForPickup: "Your order \(number) is ready for collection"
            case .handedOver: "Your order \(number) has been handed over"
            case .cancelled: "Your order \(number) is cancelled"
            case .refunded: "A refund for your order \(number)"
            default: AccountWords.subject(kind).en
            }
        },
        openings: { kind in
            switch kind {
            case .confirmation: "Thank you for your order. Your card was accepted, and we confirm:"
            case .shipped: "Good news: we have handed a parcel for you to the carrier."
            case .readyForPickup: "Your order is ready and waits for you. Please bring the order number."
            case .handedOver: "Your order has been handed over to you. Thank you, and enjoy it!"
            case .cancelled:
                "Your order is cancelled. What was set aside on your card or taken from it goes back to you."
            case .refunded:
                "We have sent money back to the card you paid with. Your bank may take a few days to show it."
            default: AccountWords.opening(kind).en
            }
        })

    private static let german = Self(
        order: "Bestellung", placed: "Bestellt am", items: "Ihre Bestellung im Einzelnen", parcel: "In diesem Paket",
        subtotal: "Waren", discount: "Nachlass", delivery: "Versand", collection: "Abholung",
        total: "Gesamtbetrag", refunded: "Erstattet", carrier: "Versanddienst", tracking: "Sendungsnummer",
        invoiceAddress: "Rechnungsadresse", deliveryAddress: "Lieferadresse", collectAt: "Abzuholen bei", each: "je",
        greeting: { "Guten Tag \($0)," }, taxIncluded: { "darin \($0) MwSt." }, taxAdded: { "zzgl. \($0) MwSt." },
        orderLink: "So steht es um Ihre Bestellung",
        closing: "Wenn etwas nicht stimmt, antworten Sie einfach auf diese E-Mail.", language: .de,
        subjects: { kind, number in
            switch kind {
            case .confirmation: "Auftragsbestätigung zu Ihrer Bestellung \(number)"
            case .shipped: "Ihre Bestellung \(number) ist unterwegs"
            case .readyForPickup: "Ihre Bestellung \(number) liegt zur Abholung bereit"
            case .handedOver: "Ihre Bestellung \(number) wurde übergeben"
            case .cancelled: "Ihre Bestellung \(number) ist storniert"
            case .refunded: "Erstattung zu Ihrer Bestellung \(number)"
            default: AccountWords.subject(kind).text(in: .de)
            }
        },
        openings: { kind in
            switch kind {
            case .confirmation: "vielen Dank für Ihre Bestellung. Ihre Karte wurde angenommen, und wir bestätigen:"
            case .shipped: "gute Nachricht: Wir haben ein Paket für Sie auf den Weg gebracht."
            case .readyForPickup: "Ihre Bestellung liegt für Sie bereit. Bitte bringen Sie die Bestellnummer mit."
            case .handedOver: "Ihre Bestellung wurde Ihnen übergeben. Vielen Dank und viel Freude damit!"
            case .cancelled:
                "Ihre Bestellung ist storniert. Was auf Ihrer Karte vorgemerkt oder abgebucht war, geht an Sie zurück."
            case .refunded:
                "wir haben Ihnen Geld auf die Karte zurückgezahlt, mit der Sie bezahlt haben. "
                    + "Bis Ihre Bank es anzeigt, kann es einige Tage dauern."
            default: AccountWords.opening(kind).text(in: .de)
            }
        })
}
