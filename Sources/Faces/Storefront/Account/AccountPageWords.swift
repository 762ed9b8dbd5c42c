import Values

extension Storefront {
    /// What customers read in their account.
    static let accountWords: [String: Texts] = [
        "accountHello": Texts(en: "Hello, %", de: "Guten Tag, %"),
        "yourOrders": Texts(en: "Your orders", de: "Ihre Bestellungen"),
        "noOrdersYet": Texts(
            en: "There are no orders here yet. One that you placed without logging in can be taken in from its own "
                + "page: open the link in its mail.",
            de: "Hier gibt es noch keine Bestellungen. Eine, die Sie ohne Anmeldung aufgegeben haben, lässt sich auf "
                + "ihrer eigenen Seite übernehmen: Öffnen Sie den Link in ihrer Mail."),
        "yourAddresses": Texts(en: "Your addresses", de: "Ihre Adressen"),
        "addAddress": Texts(en: "Add an address", de: "Adresse hinzufügen"),
        "yourData": Texts(en: "Your data", de: "Ihre Daten"),
        "exportWhy": Texts(
            en: "Everything that the shop knows of you, in one file.",
            de: "Alles, was der Shop über Sie weiß, in einer Datei."),
        "exportData": Texts(en: "Download", de: "Herunterladen"),
        "closeAccount": Texts(en: "Close the account", de: "Konto schließen"),
        "form closing title": Texts(en: "Close your account?", de: "Ihr Konto schließen?"),
        "form closing why": Texts(
            en: "Your addresses go, and you are logged out everywhere. Orders stay for as long as the law wants; the "
                + "links in their mails go on opening them.",
            de: "Ihre Adressen werden entfernt, und Sie werden überall abgemeldet. Bestellungen bleiben so lange, wie "
                + "das Gesetz es verlangt; die Links in ihren Mails öffnen sie weiterhin."),
        "form closing send": Texts(en: "Close it for good", de: "Endgültig schließen"),
        "done closing": Texts(
            en: "Your account is closed. Thank you for having been here.",
            de: "Ihr Konto ist geschlossen. Danke, dass Sie hier waren."),
        "form address title": Texts(en: "Address", de: "Adresse"),
        "form address send": Texts(en: "Save", de: "Speichern"),
        "account done address": Texts(en: "The address is saved.", de: "Die Adresse ist gespeichert."),
        "account done address-removed": Texts(en: "The address is removed.", de: "Die Adresse ist entfernt."),
        "account done claimed": Texts(
            en: "The order is in your account now.", de: "Die Bestellung ist jetzt in Ihrem Konto."),
        "claimOffer": Texts(
            en: "You placed this order without logging in.",
            de: "Diese Bestellung haben Sie ohne Anmeldung aufgegeben."),
        "claimOrder": Texts(en: "Take it into your account", de: "In Ihr Konto übernehmen"),
        "keptAddresses": Texts(en: "Your addresses", de: "Ihre Adressen"),
        "haveAccount": Texts(en: "You have an account?", de: "Sie haben ein Konto?"),
    ]
}
