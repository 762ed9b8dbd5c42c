import Values

extension Console {
    /// What stands on all pages of staff and on those around them.
    static let commonWords: [String: Texts] = [
        "staffToday": Texts(en: "Today", de: "Heute"),
        "staffOrders": Texts(en: "Orders", de: "Bestellungen"),
        "staffStock": Texts(en: "Stock", de: "Bestand"),
        "staffProducts": Texts(en: "Products", de: "Produkte"),
        "staffJobs": Texts(en: "Jobs", de: "Aufgaben"),
        "staff section today": Texts(en: "Today", de: "Heute"),
        "staff section orders": Texts(en: "Orders", de: "Bestellungen"),
        "staff section stock": Texts(en: "Stock", de: "Bestand"),
        "staff section products": Texts(en: "Products", de: "Produkte"),
        "staff section jobs": Texts(en: "Jobs", de: "Aufgaben"),
        "staff section people": Texts(en: "People", de: "Team"),
        "staff section keys": Texts(en: "Keys", de: "Schlüssel"),
        "staff section audit": Texts(en: "Audit", de: "Protokoll"),
        "staffLogOut": Texts(en: "Log out", de: "Abmelden"),
        "staffForbidden": Texts(
            en: "Your role doesn't permit this. Nothing was changed.",
            de: "Ihre Rolle erlaubt dies nicht. Es wurde nichts geändert."),
        "staffBusy": Texts(
            en: "The shop is busy. Please try again in a moment.",
            de: "Der Shop ist gerade ausgelastet. Bitte versuchen Sie es gleich noch einmal."),
        "staffSearch": Texts(en: "Search", de: "Suchen"),
        "staffState": Texts(en: "State", de: "Stand"),
        "staffTime": Texts(en: "Ordered", de: "Bestellt"),
        "staffTotal": Texts(en: "Total", de: "Summe"),
        "staffOrder": Texts(en: "Order", de: "Bestellung"),
        "staffBuyer": Texts(en: "Buyer", de: "Käufer"),
        "staffNewest": Texts(en: "Back to the first page", de: "Zurück zur ersten Seite"),
        "staffOlder": Texts(en: "Older orders", de: "Ältere Bestellungen"),
        "staffNoOrders": Texts(en: "No order fits.", de: "Keine Bestellung passt."),
        "staffSearchOrders": Texts(en: "Number, e-mail or name", de: "Nummer, E-Mail oder Name"),
        "staffSearchFault": Texts(
            en: "Search for an order's number, a whole e-mail address, or one to four words of a name.",
            de: "Suchen Sie nach einer Bestellnummer, einer ganzen E-Mail-Adresse oder ein bis vier Wörtern "
                + "eines Namens."),
    ]
}
