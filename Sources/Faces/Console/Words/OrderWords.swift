import Values

extension Console {
    /// What stands on an order's page.
    static let orderWords: [String: Texts] = [
        "staffNext": Texts(en: "To be done", de: "Zu tun"),
        "staffLines": Texts(en: "Lines", de: "Positionen"),
        "staffProduct": Texts(en: "Product", de: "Produkt"),
        "staffQuantity": Texts(en: "Quantity", de: "Anzahl"),
        "staffShipped": Texts(en: "Left the house", de: "Ausgegangen"),
        "staffUnitPrice": Texts(en: "Unit price", de: "Einzelpreis"),
        "staffPrice": Texts(en: "Where the price comes from", de: "Woher der Preis kommt"),
        "staffGoods": Texts(en: "Goods", de: "Waren"),
        "staffIncluded": Texts(en: "included", de: "enthalten"),
        "staffPayments": Texts(en: "Payments", de: "Zahlungen"),
        "staffAmount": Texts(en: "Amount", de: "Betrag"),
        "staffCaptured": Texts(en: "Captured", de: "Eingezogen"),
        "staffRefunded": Texts(en: "Refunded", de: "Erstattet"),
        "staffAtBank": Texts(en: "At the bank", de: "Bei der Bank"),
        "staffRefunds": Texts(en: "Refunds", de: "Erstattungen"),
        "staffWhatFor": Texts(en: "For", de: "Wofür"),
        "staffParcels": Texts(en: "Parcels", de: "Pakete"),
        "staffCarrier": Texts(en: "Carrier", de: "Frachtführer"),
        "staffTracking": Texts(en: "Tracking number", de: "Sendungsnummer"),
        "staffContent": Texts(en: "Content", de: "Inhalt"),
        "staffSent": Texts(en: "Sent", de: "Versandt"),
        "staffDelivered": Texts(en: "Delivered", de: "Zugestellt"),
        "staffConfirmDelivery": Texts(en: "It has arrived", de: "Ist angekommen"),
        "staffReservedFor": Texts(en: "Stock for this order", de: "Bestand für diese Bestellung"),
        "staffAllMovements": Texts(en: "All movements for this order", de: "Alle Bewegungen dieser Bestellung"),
        "staffMails": Texts(en: "Mails to the buyer", de: "E-Mails an die Käuferin oder den Käufer"),
        "staffSubject": Texts(en: "Subject", de: "Betreff"),
        "staffNoMails": Texts(
            en: "None in the built-in mailbox. What goes out over a mail server of your own is kept there.",
            de: "Keine im eingebauten Postfach. Was über Ihren eigenen Mailserver geht, liegt dort."),
        "staffMailTo": Texts(en: "To", de: "An"),
        "staffMailHTML": Texts(en: "The mail as its reader sees it", de: "Die E-Mail, wie sie aussieht"),
        "staffMailText": Texts(en: "As text", de: "Als Text"),
        "staffHistory": Texts(en: "History", de: "Verlauf"),
        "staffWholeHistory": Texts(en: "The whole history", de: "Der ganze Verlauf"),
        "staffInvoiceTo": Texts(en: "Invoice to", de: "Rechnung an"),
        "staffDeliverTo": Texts(en: "Delivered to", de: "Lieferung an"),
        "staffCollectedAt": Texts(en: "Collected at", de: "Abholung bei"),
        "staffLanguage": Texts(en: "Language", de: "Sprache"),
        "staffEmail": Texts(en: "E-mail", de: "E-Mail"),
        "staffEarlier": Texts(en: "Earlier", de: "Vorherige"),
        "staffLater": Texts(en: "Further", de: "Weitere"),
        "staffOf": Texts(en: "of", de: "von"),
        "staffWhen": Texts(en: "When", de: "Wann"),
        "staffWithCarrier": Texts(en: "{count} with {carrier}", de: "{count} mit {carrier}"),
        "staff language en": Texts(en: "English", de: "Englisch"),
        "staff language de": Texts(en: "German", de: "Deutsch"),
        "staff part delivery": Texts(en: "delivery", de: "Versand"),
        "staff part amount": Texts(en: "an amount", de: "ein Betrag"),
    ]

    /// What stands on the forms of an order's page, and what is said after them.
    static let orderFormWords: [String: Texts] = [
        "staffShip": Texts(en: "Ship", de: "Versenden"),
        "staffShipHint": Texts(
            en: "The goods leave stock, the buyer is told, and money due at shipment is taken.",
            de: "Die Ware verlässt den Bestand, es geht eine E-Mail hinaus, und das bei Versand fällige Geld wird "
                + "eingezogen."),
        "staffHowMany": Texts(en: "How many", de: "Wie viele"),
        "staffNamesNoLine": Texts(
            en: "Say of at least one line how many go.", de: "Geben Sie bei mindestens einer Position an, wie viele."),
        "staffMakeReady": Texts(en: "It is ready for pickup", de: "Es ist abholbereit"),
        "staffMakeReadyHint": Texts(
            en: "Press this when everything waits at the dealer. The buyer is told.",
            de: "Wenn alles beim Händler bereitsteht. Es geht eine E-Mail hinaus."),
        "staffHandOver": Texts(en: "It has been handed over", de: "Es ist übergeben"),
        "staffHandOverHint": Texts(
            en: "Press this when the buyer has collected it. The goods leave stock, and money due then is taken.",
            de: "Wenn alles abgeholt ist. Die Ware verlässt den Bestand, und das dann fällige Geld wird eingezogen."),
        "staffRefund": Texts(en: "Refund", de: "Erstatten"),
        "staffRefundLeft": Texts(en: "Of what was captured is left", de: "Vom Eingezogenen ist noch da"),
        "staffRefundDelivery": Texts(en: "Refund the delivery too", de: "Auch den Versand erstatten"),
        "staffRefundAmount": Texts(en: "Another amount", de: "Ein anderer Betrag"),
        "staffRefundAmountHint": Texts(
            en: "Beside the lines, or instead of them, such as 25.00.",
            de: "Neben den Positionen oder an ihrer Stelle, etwa 25,00."),
        "staffCancel": Texts(en: "Cancel the order", de: "Bestellung stornieren"),
        "staffCancelHint": Texts(
            en: "Its stock becomes free, its money goes back, and the buyer is told.",
            de: "Der Bestand wird frei, das Geld geht zurück, und es geht eine E-Mail hinaus."),
        "staffReason": Texts(en: "Reason", de: "Grund"),
        "staffUncovered": Texts(
            en: "The bank doesn't stand for this order's amount, so nothing may leave. See its payments.",
            de: "Die Bank steht nicht für den Betrag dieser Bestellung ein; es darf nichts hinausgehen. Siehe "
                + "Zahlungen."),
        "staffRuleLine": Texts(
            en: "One line of 1 to 120 characters.", de: "Eine Zeile mit 1 bis 120 Zeichen."),
        "staffRuleReason": Texts(en: "1 to 500 characters.", de: "1 bis 500 Zeichen."),
        "staffRuleCount": Texts(en: "A whole number from 1.", de: "Eine ganze Zahl ab 1."),
        "staffRuleAmount": Texts(
            en: "An amount in the order's currency, such as 25.00.",
            de: "Ein Betrag in der Währung der Bestellung, etwa 25,00."),
        "staff done ship": Texts(en: "Shipped. The buyer is told.", de: "Versandt. Es geht eine E-Mail hinaus."),
        "staff done ready": Texts(
            en: "Ready for pickup. The buyer is told.", de: "Abholbereit. Es geht eine E-Mail hinaus."),
        "staff done handover": Texts(en: "Handed over.", de: "Übergeben."),
        "staff done deliver": Texts(en: "Noted as delivered.", de: "Als zugestellt vermerkt."),
        "staff done refund": Texts(
            en: "The refund is on its way; the bank is asked at once.",
            de: "Die Erstattung ist unterwegs; die Bank wird sofort gefragt."),
        "staff done cancel": Texts(
            en: "Cancelled. Stock is free again, and the money goes back.",
            de: "Storniert. Der Bestand ist wieder frei, das Geld geht zurück."),
    ]
}
