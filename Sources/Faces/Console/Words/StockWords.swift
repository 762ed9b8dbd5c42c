import Values

extension Console {
    /// What stands on the pages of stock and its ledger.
    static let stockWords: [String: Texts] = [
        "staffItem": Texts(en: "Item", de: "Artikel"),
        "staffPlace": Texts(en: "Place", de: "Ort"),
        "staffMovement": Texts(en: "Movement", de: "Bewegung"),
        "staffOnHand": Texts(en: "On hand", de: "Da"),
        "staffReserved": Texts(en: "Reserved", de: "Reserviert"),
        "staffAvailable": Texts(en: "Available", de: "Verfügbar"),
        "staffAllPlaces": Texts(en: "All places", de: "Alle Orte"),
        "staffAllItems": Texts(en: "All items", de: "Alle Artikel"),
        "staffShortItems": Texts(en: "Short items", de: "Knappe Artikel"),
        "staffNoStock": Texts(en: "Nothing fits.", de: "Nichts passt."),
        "staffNeverStocked": Texts(en: "There has never been any.", de: "Davon war noch nie etwas da."),
        "staffSearchStock": Texts(en: "Item", de: "Artikel"),
        "staffStockSearchFault": Texts(
            en: "Search for a part of an item's name, in one line of at most 120 characters.",
            de: "Suchen Sie nach einem Teil des Namens, in einer Zeile von höchstens 120 Zeichen."),
        "staffByPlace": Texts(en: "By place", de: "Nach Orten"),
        "staffLedger": Texts(en: "Ledger", de: "Bestandsbuch"),
        "staffReceive": Texts(en: "Receive goods", de: "Wareneingang"),
        "staffReceiveHint": Texts(
            en: "What came in is on hand and for sale at once.",
            de: "Was eingeht, ist sofort da und verkäuflich."),
        "staffReceived": Texts(en: "Quantity received", de: "Eingegangene Menge"),
        "staffNote": Texts(en: "Delivery note or remark", de: "Lieferschein oder Bemerkung"),
        "staffAdjust": Texts(en: "Adjust the count", de: "Bestand berichtigen"),
        "staffAdjustHint": Texts(
            en: "After a count, a loss or a find: by how much more or less there is.",
            de: "Nach Zählung, Verlust oder Fund: um wie viel es mehr oder weniger ist."),
        "staffChange": Texts(en: "Change, such as -2 or 3", de: "Änderung, etwa -2 oder 3"),
        "staffRuleReceived": Texts(
            en: "A whole number from 1 to 1,000,000.", de: "Eine ganze Zahl von 1 bis 1.000.000."),
        "staffRuleChange": Texts(
            en: "A whole number other than 0, up to 1,000,000 either way.",
            de: "Eine ganze Zahl außer 0, höchstens 1.000.000 in beide Richtungen."),
        "staff done receive": Texts(en: "Received and on hand.", de: "Eingegangen und da."),
        "staff done adjust": Texts(en: "The count is adjusted.", de: "Der Bestand ist berichtigt."),
    ]
}
