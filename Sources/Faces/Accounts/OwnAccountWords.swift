import Values

extension AccountWords {
    /// What people read where they look after their own account.
    static let own: [String: Texts] = [
        "accountDetails": Texts(en: "Your details", de: "Ihre Angaben"),
        "changeEmail": Texts(en: "Change the e-mail address", de: "E-Mail-Adresse ändern"),
        "changeEmailWhy": Texts(
            en: "We send a link to the new address. Once you follow it, the new address counts, and you are logged out "
                + "everywhere else.",
            de: "Wir senden einen Link an die neue Adresse. Sobald Sie ihm folgen, gilt sie, und Sie werden überall "
                + "sonst abgemeldet."),
        "form new-email title": Texts(en: "Confirm your new address", de: "Neue Adresse bestätigen"),
        "form new-email why": Texts(
            en: "From now on you log in with it, and mails go there.",
            de: "Ab jetzt melden Sie sich mit ihr an, und Mails gehen dorthin."),
        "form new-email send": Texts(en: "Confirm", de: "Bestätigen"),
        "account done email": Texts(
            en: "A link is on its way to the new address. Follow it within a day.",
            de: "Ein Link ist unterwegs an die neue Adresse. Folgen Sie ihm innerhalb eines Tages."),
        "account done new-email": Texts(
            en: "Your e-mail address is changed.", de: "Ihre E-Mail-Adresse ist geändert."),
        "account problem address-taken": Texts(
            en: "There is an account with this address already.",
            de: "Mit dieser Adresse gibt es schon ein Konto."),
        "changePassword": Texts(en: "Change the password", de: "Passwort ändern"),
        "changePasswordWhy": Texts(
            en: "Wherever else you are logged in, you will be logged out.",
            de: "Überall sonst, wo Sie angemeldet sind, werden Sie abgemeldet."),
        "secondFactor": Texts(en: "Second factor", de: "Zweiter Faktor"),
        "factorOn": Texts(en: "on", de: "an"),
        "factorOff": Texts(en: "off", de: "aus"),
        "factorOnWhy": Texts(
            en: "Logging in takes a code of your authenticator app.",
            de: "Zum Anmelden gehört ein Code Ihrer Authenticator-App."),
        "factorOffWhy": Texts(
            en: "With it, a stolen password alone opens nothing.",
            de: "Mit ihm öffnet ein gestohlenes Passwort allein nichts."),
        "setUpFactor": Texts(en: "Set it up", de: "Einrichten"),
        "renewCodes": Texts(en: "New recovery codes", de: "Neue Wiederherstellungscodes"),
        "removeFactor": Texts(en: "Do without it", de: "Darauf verzichten"),
        "sessionsHere": Texts(en: "Where you are logged in", de: "Wo Sie angemeldet sind"),
        "thisSession": Texts(en: "here", de: "hier"),
        "unknownBrowser": Texts(en: "A browser or program", de: "Ein Browser oder Programm"),
        "sessionSeen": Texts(en: "last used %", de: "zuletzt genutzt %"),
        "endSession": Texts(en: "Log out there", de: "Dort abmelden"),
        "endOthers": Texts(en: "Log out everywhere else", de: "Überall sonst abmelden"),
        "account done details": Texts(en: "Your details are saved.", de: "Ihre Angaben sind gespeichert."),
        "account done password": Texts(en: "Your password is changed.", de: "Ihr Passwort ist geändert."),
        "account done end": Texts(en: "You are logged out there.", de: "Sie sind dort abgemeldet."),
        "account done others": Texts(
            en: "You are logged out everywhere else.", de: "Sie sind überall sonst abgemeldet."),
        "account done remove-factor": Texts(
            en: "From now on your password is enough.", de: "Ab jetzt genügt Ihr Passwort."),
        "account done renew-codes": Texts(
            en: "You have new recovery codes.", de: "Sie haben neue Wiederherstellungscodes."),
    ]
}
