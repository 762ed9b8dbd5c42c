import Values

extension Storefront {
    /// What stands on a product's page.
    static let productWords: [String: Texts] = [
        "price": Texts(en: "Price", de: "Preis"),
        "priceParts": Texts(en: "What it is made of", de: "Woraus er sich zusammensetzt"),
        "total": Texts(en: "Total", de: "Summe"),
        "goods": Texts(en: "Goods", de: "Waren"),
        "delivery": Texts(en: "Delivery", de: "Lieferung"),
        "taxIncluded": Texts(en: "Tax included", de: "Enthaltene Steuer"),
        "addToCart": Texts(en: "Put into the cart", de: "In den Warenkorb"),
        "moveCart": Texts(en: "Move the cart to %", de: "Warenkorb auf % umstellen"),
        "showChoice": Texts(en: "Show what I chose", de: "Auswahl anzeigen"),
        "quantity": Texts(en: "Quantity", de: "Menge"),
        "included": Texts(en: "included", de: "inklusive"),
        "samePrice": Texts(en: "same price", de: "gleicher Preis"),
        "noneOfThem": Texts(en: "None of these", de: "Nichts davon"),
        "notTogether": Texts(en: "These choices don't go together.", de: "Diese Auswahl passt nicht zusammen."),
        "stillToChoose": Texts(en: "Still to be chosen:", de: "Noch zu wählen:"),
        "tooManyOf": Texts(en: "%1: choose %2 at most.", de: "%1: Wählen Sie höchstens %2."),
        "withOption": Texts(en: "Take “%”", de: "„%“ dazunehmen"),
        "withoutOption": Texts(en: "Leave out “%”", de: "„%“ weglassen"),
        "insteadOf": Texts(en: "Take it instead of: %", de: "Stattdessen nehmen, ohne: %"),
        "bringsAlong": Texts(en: "Brings along: %.", de: "Bringt mit: %."),
        "dropsThen": Texts(en: "Gives up: %.", de: "Entfällt dann: %."),
        "packProposed": Texts(
            en: "%1: with %2 you pay %3 less than for each by itself.",
            de: "%1: Mit %2 zahlen Sie %3 weniger als einzeln."),
        "takePack": Texts(en: "Take the pack", de: "Paket nehmen"),
        "measures": Texts(en: "Measures", de: "Maße"),
        "measureRange": Texts(en: "%1 to %2 %3", de: "%1 bis %2 %3"),
        "measureNow": Texts(en: "%1 to %2 %3 with what is chosen", de: "%1 bis %2 %3 mit dem, was gewählt ist"),
        "waysOut": Texts(en: "How to have it", de: "So geht es"),
        "comesWith": Texts(en: "Only together with: %", de: "Nur zusammen mit: %"),
        "notNow": Texts(en: "Not with what is chosen now.", de: "Nicht mit der jetzigen Auswahl."),
        "chooseOne": Texts(en: "choose one", de: "eines wählen"),
        "chooseAny": Texts(en: "as many as you like", de: "so viele Sie möchten"),
        "chooseUpTo": Texts(en: "up to %", de: "bis zu %"),
        "chooseBetween": Texts(en: "choose %1 to %2", de: "%1 bis %2 wählen"),
        "staleSelection": Texts(
            en: "Some of what this address chose is no longer offered. Please choose again.",
            de: "Manches, was diese Adresse ausgewählt hat, gibt es nicht mehr. Bitte wählen Sie neu."),
    ]
}
