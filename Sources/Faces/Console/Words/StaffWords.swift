import Values

extension Console {
    /// What stands on all pages of staff and on those around them.
    static let commonWords: [String: Texts] = [
        "staffToday": Texts(en: "Today", de: "Heute"),
        "staffOrders": Texts(en: "Orders", de: "Bestellungen"),
        "staffStock": Texts(en: "Stock", de: "Bestand"),
        "staffProducts": Texts(en: "Products", de: "Produkte"),
        "staffJobs": Texts(en: "Jobs", de: "Aufgaben"),
        "staffLogIn": Texts(en: "Log in", de: "Anmelden"),
        "staffLogOut": Texts(en: "Log out", de: "Abmelden"),
        "staffLogInWhy": Texts(
            en: "These pages are for staff. The key was shown when the shop was first opened, or a colleague made "
                + "you one.",
            de: "Diese Seiten sind für Mitarbeitende. Der Schlüssel wurde beim ersten Öffnen des Shops angezeigt, "
                + "oder jemand aus dem Team hat ihn für Sie angelegt."),
        "staffKey": Texts(en: "Staff key", de: "Schlüssel"),
        "staffWrongKey": Texts(
            en: "No key in force is like that one.", de: "Es gilt kein solcher Schlüssel."),
        "staffForbidden": Texts(
            en: "Your key lets you look, but not do this. Nothing was changed.",
            de: "Mit Ihrem Schlüssel dürfen Sie zusehen, dies aber nicht tun. Es wurde nichts geändert."),
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
