import Values

/// What the pages of the built-in mailbox say.
enum MailboxWords {
    static let words: [String: Texts] = [
        "mailboxWhy": Texts(
            en: "This shop has no mail server yet: what it would send lies here, for whoever tries it out.",
            de: "Dieser Shop hat noch keinen Mailserver: Was er senden würde, liegt hier für alle, die ihn "
                + "ausprobieren."),
        "mailboxEmpty": Texts(
            en: "No mails yet. Place an order, and its confirmation appears here.",
            de: "Noch keine E-Mails. Bestellen Sie etwas, und die Bestätigung erscheint hier."),
        "mailSubject": Texts(en: "Subject", de: "Betreff"),
        "mailTo": Texts(en: "To", de: "An"),
        "mailSent": Texts(en: "Sent", de: "Gesendet"),
        "mailOrder": Texts(en: "All about this order", de: "Alle zu dieser Bestellung"),
        "mailCopies": Texts(en: "copies", de: "Exemplare"),
        "mailAsHTML": Texts(en: "The mail as its reader sees it", de: "Die E-Mail, wie sie aussieht"),
        "mailAsText": Texts(en: "As text", de: "Als Text"),
        "mailsOlder": Texts(en: "Older mails", de: "Ältere E-Mails"),
        "mailsAll": Texts(en: "All mails", de: "Alle E-Mails"),
    ]
}
