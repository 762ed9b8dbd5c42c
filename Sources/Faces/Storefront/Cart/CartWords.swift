import Values

extension Storefront {
    /// What stands on the cart's page.
    static let cartWords: [String: Texts] = [
        "cartEmpty": Texts(en: "Your cart is empty.", de: "Ihr Warenkorb ist leer."),
        "toCheckout": Texts(en: "Check out", de: "Zur Kasse"),
        "remove": Texts(en: "Remove", de: "Entfernen"),
        "change": Texts(en: "Change", de: "Ändern"),
        "each": Texts(en: "each", de: "je"),
        "lineSoldOut": Texts(en: "Sold out. Please remove it.", de: "Ausverkauft. Bitte entfernen Sie es."),
        "lineFewLeft": Texts(
            en: "Only % left. Please take fewer.", de: "Nur noch % da. Bitte nehmen Sie weniger."),
        "shortTogether": Texts(
            en: "Your lines share a part, and together they need more of it than there is. Please take fewer.",
            de: "Ihre Zeilen teilen sich ein Teil und brauchen zusammen mehr davon, als da ist. Bitte nehmen Sie "
                + "weniger."),
        "changedPrice": Texts(en: "%1 now costs %3; it was %2.", de: "%1 kostet jetzt %3; es waren %2."),
        "changedModel": Texts(
            en: "%1: its range of equipment has been renewed.", de: "%1: Das Angebot an Ausstattung wurde erneuert."),
        "changedGone": Texts(
            en: "%1 can't be had like this any more.", de: "%1 ist so nicht mehr zu haben."),
        "acceptChanges": Texts(en: "That's fine with me", de: "Damit bin ich einverstanden"),
        "leftBehind": Texts(
            en: "This can't be had in % as it was chosen, and stayed behind:",
            de: "Das gibt es so nicht in %; es ist zurückgeblieben:"),
        "cartStays": Texts(
            en: "Nothing in your cart can be had in %, so it stays as it is:",
            de: "Nichts in Ihrem Warenkorb gibt es in %; er bleibt, wie er ist:"),
        "somethingChanged": Texts(en: "Something has changed", de: "Etwas hat sich geändert"),
        "deliveryLater": Texts(
            en: "Delivery is added once it is known where it goes.",
            de: "Die Lieferung kommt hinzu, sobald feststeht, wohin."),
        "undeliverable": Texts(
            en: "This can't be delivered to the address given.",
            de: "An die angegebene Adresse kann dies nicht geliefert werden."),
        "problem bad-quantity": Texts(
            en: "A quantity is a whole number from 1 to 999.", de: "Eine Menge ist eine ganze Zahl von 1 bis 999."),
    ]
}
