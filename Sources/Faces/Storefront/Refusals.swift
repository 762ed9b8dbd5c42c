import Values

/// What the API refuses, in the words of the shop's pages.
enum Refusals {
    /// The words for a problem; what the API says itself where there are none.
    static func text(_ reply: Reply, in language: Language) -> String {
        if let name = reply.problem, let text = words["problem \(name)"]?.text(in: language) { return text }
        guard reply.status < 500 else { return Words.Sorry.tryAgain.text(in: language) }
        return reply.title
    }

    /// By the problems' names.
    static let words: [String: Texts] = [
        "problem cart-full": Texts(
            en: "The cart is full: it holds 100 different lines.", de: "Der Warenkorb ist voll: Er fasst 100 Zeilen."),
        "problem cart-line-full": Texts(
            en: "No more of this can be ordered at once: 999 is the most.",
            de: "Mehr davon kann man nicht auf einmal bestellen: 999 ist das Höchste."),
        "problem cart-too-dear": Texts(
            en: "The cart is worth more than can be ordered at once.",
            de: "Der Warenkorb ist mehr wert, als auf einmal bestellt werden kann."),
        "problem unknown-cart-line": Texts(
            en: "That line is no longer in the cart.", de: "Diese Zeile ist nicht mehr im Warenkorb."),
        "problem cart-already-ordered": Texts(
            en: "This cart has been ordered already.", de: "Dieser Warenkorb ist bereits bestellt."),
        "problem configuration-conflict": Texts(
            en: "These choices don't go together.", de: "Diese Auswahl passt nicht zusammen."),
        "problem configuration-incomplete": Texts(
            en: "Something is still to be chosen.", de: "Es ist noch etwas zu wählen."),
        "problem unknown-options": Texts(
            en: "Some of what was chosen is no longer offered.",
            de: "Manches von der Auswahl gibt es nicht mehr."),
        "problem unknown-product": Texts(en: "There is no such product.", de: "Dieses Produkt gibt es nicht."),
        "problem product-withdrawn": Texts(
            en: "This product is no longer sold.", de: "Dieses Produkt wird nicht mehr verkauft."),
        "problem not-sold": Texts(
            en: "This is not sold in the cart's currency.",
            de: "Das wird in der Währung des Warenkorbs nicht verkauft."),
        "problem sold-out": Texts(
            en: "Somebody was faster: there is not enough left. Nothing was charged.",
            de: "Jemand war schneller: Es ist nicht genug übrig. Es wurde nichts abgebucht."),
        "problem cart-changed": Texts(
            en: "Prices have changed since. Please look at the cart.",
            de: "Preise haben sich inzwischen geändert. Bitte sehen Sie in den Warenkorb."),
        "problem total-changed": Texts(
            en: "The total has changed since. Please check it once more; nothing was ordered.",
            de: "Der Gesamtbetrag hat sich inzwischen geändert. Bitte prüfen Sie ihn noch einmal; es wurde nichts "
                + "bestellt."),
        "problem not-delivered-there": Texts(
            en: "This can't be delivered there.", de: "Dorthin kann dies nicht geliefert werden."),
        "problem no-tax-rate": Texts(
            en: "This can't be sold to that country.", de: "In dieses Land kann dies nicht verkauft werden."),
        "problem idempotency-key-reused": Texts(
            en: "This page is too old to pay on. Please look at it once more and pay again.",
            de: "Diese Seite ist zu alt zum Bezahlen. Bitte prüfen Sie sie noch einmal und bezahlen Sie erneut."),
        "problem request-under-way": Texts(
            en: "Your order is being placed at this moment. Send it once more to see how it went; you are charged "
                + "once.",
            de: "Ihre Bestellung wird gerade aufgegeben. Senden Sie noch einmal, um zu sehen, was daraus wurde; "
                + "abgebucht wird nur einmal."),
    ]
}
