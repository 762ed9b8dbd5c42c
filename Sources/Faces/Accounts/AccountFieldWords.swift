import Values

extension AccountWords {
    /// Fields of forms about accounts, what each takes, and what the API refuses.
    static let fields: [String: Texts] = [
        "field email": Texts(en: "E-mail", de: "E-Mail"),
        "field password": Texts(en: "Password", de: "Passwort"),
        "field newPassword": Texts(en: "New password", de: "Neues Passwort"),
        "field name": Texts(en: "Name", de: "Name"),
        "field code": Texts(en: "Code", de: "Code"),
        "field label": Texts(en: "What you call this address", de: "Ihre Bezeichnung für diese Adresse"),
        "field language": Texts(en: "Language of mails", de: "Sprache der Mails"),
        "hint code": Texts(
            en: "The phone is out of reach? Type one of your recovery codes.",
            de: "Das Telefon ist nicht zur Hand? Geben Sie einen Ihrer Wiederherstellungscodes ein."),
        "hint new password": Texts(
            en: "8 characters or more; a few words that don't belong together are best.",
            de: "8 Zeichen oder mehr; am besten ein paar Wörter, die nicht zusammengehören."),
        "hint your password": Texts(en: "The one you have now.", de: "Das, das Sie jetzt haben."),
        "rule missing": Texts(en: "Please fill this in.", de: "Bitte füllen Sie dies aus."),
        "rule email": Texts(en: "This is no e-mail address.", de: "Das ist keine E-Mail-Adresse."),
        "rule name": Texts(en: "At most 200 characters, please.", de: "Bitte höchstens 200 Zeichen."),
        "rule label": Texts(en: "At most 200 characters, please.", de: "Bitte höchstens 200 Zeichen."),
        "rule language": Texts(
            en: "The shop doesn't write that language.", de: "Diese Sprache schreibt der Shop nicht."),
        "rule password": Texts(en: "At most 200 characters, please.", de: "Bitte höchstens 200 Zeichen."),
        "rule newPassword": Texts(en: "At most 200 characters, please.", de: "Bitte höchstens 200 Zeichen."),
        "rule code": Texts(
            en: "Six digits, or a recovery code.", de: "Sechs Ziffern oder ein Wiederherstellungscode."),
        "rule weak password": Texts(
            en: "Too easy to guess: common words, names and keyboard rows are tried first. Add a word or two.",
            de: "Zu leicht zu erraten: Gängige Wörter, Namen und Tastenreihen werden zuerst probiert. Fügen Sie ein "
                + "oder zwei Wörter hinzu."),
        "rule wrong password": Texts(en: "That isn't your password.", de: "Das ist nicht Ihr Passwort."),
        "rule wrong code": Texts(
            en: "That code isn't right, or was used already.",
            de: "Dieser Code stimmt nicht oder wurde schon benutzt."),
        "account problem wrong-login": Texts(
            en: "The address or the password is wrong.", de: "Die Adresse oder das Passwort stimmt nicht."),
        "account problem unconfirmed": Texts(
            en: "First open the link in the mail that was sent to this address.",
            de: "Öffnen Sie zuerst den Link in der Mail, die an diese Adresse ging."),
        "account problem weak-password": Texts(
            en: "Please choose another password.", de: "Bitte wählen Sie ein anderes Passwort."),
        "account problem wrong-password": Texts(
            en: "That isn't your password. Nothing was changed.",
            de: "Das ist nicht Ihr Passwort. Es wurde nichts geändert."),
        "account problem wrong-code": Texts(
            en: "That code isn't right, or was used already.",
            de: "Dieser Code stimmt nicht oder wurde schon benutzt."),
        "account problem unknown-link": Texts(
            en: "This link was used already, or its time is over.",
            de: "Dieser Link wurde schon benutzt, oder seine Zeit ist um."),
        "account problem too-many-tries": Texts(
            en: "Too many tries. Wait {retryAfterSeconds} seconds, then try again.",
            de: "Zu viele Versuche. Warten Sie {retryAfterSeconds} Sekunden und versuchen Sie es dann noch einmal."),
        "account problem invalid-input": Texts(
            en: "Please look at the fields marked below.", de: "Bitte sehen Sie sich die markierten Felder an."),
        "account problem unknown-address": Texts(
            en: "That address is no longer in your account.", de: "Diese Adresse ist nicht mehr in Ihrem Konto."),
        "account problem too-many-addresses": Texts(
            en: "An account keeps {limit} addresses at most.", de: "Ein Konto fasst höchstens {limit} Adressen."),
        "account problem last-owner": Texts(
            en: "The last owner stays; make another one first.",
            de: "Die letzte Inhaberin oder der letzte Inhaber bleibt; ernennen Sie zuerst jemand anders."),
        "account problem account-still-needed": Texts(
            en: "An order of theirs is still under way; erase them once it is over.",
            de: "Eine Bestellung dieser Person ist noch unterwegs; löschen Sie sie, wenn diese abgeschlossen ist."),
        "account problem no-second-factor": Texts(
            en: "There is no second factor yet.", de: "Es gibt noch keinen zweiten Faktor."),
        "account problem second-factor-required": Texts(
            en: "Staff can't do without a second factor here.", de: "Ohne zweiten Faktor geht es hier nicht."),
        "account problem unknown-order": Texts(
            en: "This order can't be taken into your account.",
            de: "Diese Bestellung kann nicht in Ihr Konto übernommen werden."),
    ]
}
