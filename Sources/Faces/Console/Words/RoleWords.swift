import Values

extension Console {
    /// The shop's own roles, what each permission lets people do, and what the API refuses about them.
    static let roleWords: [String: Texts] = [
        "staff role owner": Texts(en: "Owner", de: "Inhaberin oder Inhaber"),
        "staff role administrator": Texts(en: "Administrator", de: "Administration"),
        "staff role auditor": Texts(en: "Auditor", de: "Prüfung"),
        "staff role accountant": Texts(en: "Accountant", de: "Buchhaltung"),
        "staff role catalogue-editor": Texts(en: "Catalogue editor", de: "Katalogpflege"),
        "staff role sales": Texts(en: "Sales", de: "Verkauf"),
        "staff role warehouse": Texts(en: "Warehouse", de: "Lager"),
        "staff role works": Texts(en: "Works", de: "Werk"),
        "staff role dealer": Texts(en: "Dealer's staff", de: "Händlerteam"),
        "staff permission order.read": Texts(en: "read orders", de: "Bestellungen lesen"),
        "staff permission order.list": Texts(en: "list and find orders", de: "Bestellungen auflisten und finden"),
        "staff permission payment.cancel": Texts(
            en: "give up a payment that waits for its buyer", de: "eine wartende Zahlung aufgeben"),
        "staff permission day.read": Texts(en: "see the day's figures", de: "die Zahlen des Tages sehen"),
        "staff permission payment.read": Texts(en: "see payments", de: "Zahlungen sehen"),
        "staff permission file.read": Texts(en: "read orders' files", de: "Dateien zu Bestellungen lesen"),
        "staff permission file.add": Texts(en: "add documents to orders", de: "Bestellungen Dokumente beilegen"),
        "staff permission file.export": Texts(en: "make exports", de: "Exporte anlegen"),
        "staff permission order.ship": Texts(en: "send parcels", de: "Pakete versenden"),
        "staff permission order.hand-over": Texts(en: "hand goods over", de: "Waren übergeben"),
        "staff permission order.cancel": Texts(en: "cancel orders", de: "Bestellungen stornieren"),
        "staff permission order.refund": Texts(en: "refund money", de: "Geld erstatten"),
        "staff permission catalogue.read": Texts(en: "see drafts and prices", de: "Entwürfe und Preise sehen"),
        "staff permission catalogue.edit": Texts(en: "edit products", de: "Produkte bearbeiten"),
        "staff permission price.edit": Texts(
            en: "set prices, taxes, discounts and delivery", de: "Preise, Steuern, Rabatte und Versand festlegen"),
        "staff permission stock.read": Texts(en: "see stock", de: "Bestand sehen"),
        "staff permission stock.change": Texts(en: "receive and adjust stock", de: "Bestand buchen und berichtigen"),
        "staff permission job.read": Texts(en: "see jobs", de: "Aufgaben sehen"),
        "staff permission job.retry": Texts(en: "start parked jobs again", de: "geparkte Aufgaben neu starten"),
        "staff permission mail.read": Texts(en: "read mails about orders", de: "Mails zu Bestellungen lesen"),
        "staff permission customer.read": Texts(
            en: "find customers and see what is known of them", de: "Kunden finden und sehen, was bekannt ist"),
        "staff permission customer.erase": Texts(en: "erase customers' data", de: "Kundendaten löschen"),
        "staff permission order.erase": Texts(
            en: "erase the buyer of an order", de: "den Käufer einer Bestellung löschen"),
        "staff permission key.manage": Texts(en: "make and revoke keys", de: "Schlüssel anlegen und widerrufen"),
        "staff permission staff.manage": Texts(
            en: "invite staff and give them roles", de: "Mitarbeitende einladen und Rollen geben"),
        "staff permission role.manage": Texts(en: "make roles", de: "Rollen anlegen"),
        "staff permission audit.read": Texts(en: "read the audit book", de: "das Protokoll lesen"),
        "staff problem unknown-role": Texts(en: "There is no such role.", de: "Diese Rolle gibt es nicht."),
        "staff problem role-built-in": Texts(
            en: "That role is the shop's own and stays as it is.",
            de: "Diese Rolle gehört zum Shop und bleibt, wie sie ist."),
        "staff problem role-in-use": Texts(
            en: "Somebody or some key still has that role.",
            de: "Jemand oder ein Schlüssel hat diese Rolle noch."),
        "staff problem role-beyond-yours": Texts(
            en: "That role may do what you may not; you can't give or take it.",
            de: "Diese Rolle darf mehr als Sie; Sie können sie weder geben noch nehmen."),
        "staff problem role-place": Texts(
            en: "A role that reaches one place needs the place; every other goes without.",
            de: "Eine Rolle für einen Ort braucht den Ort; jede andere kommt ohne aus."),
        "staff problem too-many-roles": Texts(
            en: "The shop has {limit} roles of its own at most.",
            de: "Der Shop hat höchstens {limit} eigene Rollen."),
        "staff problem address-taken": Texts(
            en: "There is an account with that address.", de: "Mit dieser Adresse gibt es schon ein Konto."),
        "staff problem unknown-account": Texts(
            en: "There is no such account any more.", de: "Dieses Konto gibt es nicht mehr."),
        "staff problem unknown-key": Texts(en: "There is no such key.", de: "Diesen Schlüssel gibt es nicht."),
        "staff problem key-name-taken": Texts(
            en: "There is or was a key of that name, or it is an e-mail address.",
            de: "Einen Schlüssel dieses Namens gibt oder gab es, oder es ist eine E-Mail-Adresse."),
        "staff problem last-key": Texts(
            en: "The last key of an owner can't be revoked; make another one, or an owner, first.",
            de: "Der letzte Schlüssel einer Inhaberin oder eines Inhabers kann nicht widerrufen werden; legen Sie "
                + "zuerst einen anderen an."),
        "staff problem too-many-keys": Texts(
            en: "The shop holds {limit} keys at most.", de: "Der Shop fasst höchstens {limit} Schlüssel."),
        "staff problem key-expired": Texts(
            en: "A key must end later than now.", de: "Ein Schlüssel muss später als jetzt enden."),
    ]
}
