import Values

/// What the pages on the way in say, at both doors.
enum AccountWords {
    static let words = Words([forms, fields, own])

    static let forms: [String: Texts] = [
        "form login title": Texts(en: "Log in", de: "Anmelden"),
        "form login why staff": Texts(
            en: "These pages are for staff. Whoever runs the shop can invite you.",
            de: "Diese Seiten sind für Mitarbeitende. Wer den Shop betreibt, kann Sie einladen."),
        "form login why customer": Texts(
            en: "See your orders and keep your addresses. You can order without an account, too.",
            de: "Hier finden Sie Ihre Bestellungen und Adressen. Bestellen können Sie auch ohne Konto."),
        "form login send": Texts(en: "Log in", de: "Anmelden"),
        "form code title": Texts(en: "One more step", de: "Noch ein Schritt"),
        "form code why": Texts(
            en: "Open your authenticator app and type the six digits that it shows for this shop.",
            de: "Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie für diesen Shop "
                + "zeigt."),
        "form code send": Texts(en: "Continue", de: "Weiter"),
        "form setup title": Texts(en: "Set up a second factor", de: "Zweiten Faktor einrichten"),
        "form setup why staff": Texts(
            en: "A password alone doesn't open these pages. You need an authenticator app on your phone, such as "
                + "Aegis, Google Authenticator or a password manager; it takes a minute.",
            de: "Ein Passwort allein genügt für diese Seiten nicht. Sie brauchen eine Authenticator-App auf Ihrem "
                + "Telefon, etwa Aegis, Google Authenticator oder einen Passwortmanager; es dauert eine Minute."),
        "form setup why customer": Texts(
            en: "A password somebody has guessed or stolen then opens nothing. You need an authenticator app on your "
                + "phone, such as Aegis, Google Authenticator or a password manager.",
            de: "Ein erratenes oder gestohlenes Passwort öffnet dann nichts mehr. Sie brauchen eine "
                + "Authenticator-App auf Ihrem Telefon, etwa Aegis, Google Authenticator oder einen Passwortmanager."),
        "form setup send": Texts(en: "I have the app: begin", de: "Ich habe die App: beginnen"),
        "form square title": Texts(en: "Scan this code", de: "Diesen Code einscannen"),
        "form square why": Texts(
            en: "Add an account in your authenticator app and point the camera here. Then type the six digits that it "
                + "shows.",
            de: "Legen Sie in Ihrer Authenticator-App ein Konto an und richten Sie die Kamera hierauf. Geben Sie dann "
                + "die sechs Ziffern ein, die sie zeigt."),
        "form square send": Texts(en: "Confirm", de: "Bestätigen"),
        "squareAlt": Texts(en: "Code to scan", de: "Code zum Einscannen"),
        "squareSeed": Texts(en: "Can't scan? Type this in:", de: "Scannen geht nicht? Tippen Sie dies ein:"),
        "form codes title": Texts(en: "Your recovery codes", de: "Ihre Wiederherstellungscodes"),
        "form codes why": Texts(
            en: "Print this page or write the codes down, and keep them away from your phone. Each opens your account "
                + "once when the app is out of reach. They are shown this one time.",
            de: "Drucken Sie diese Seite oder schreiben Sie die Codes ab, und bewahren Sie sie getrennt vom Telefon "
                + "auf. Jeder öffnet Ihr Konto einmal, wenn die App nicht zur Hand ist. Sie werden nur dieses eine Mal "
                + "gezeigt."),
        "codesKept": Texts(en: "I have them: continue", de: "Ich habe sie: weiter"),
        "form forgot title": Texts(en: "Forgotten your password?", de: "Passwort vergessen?"),
        "form forgot why": Texts(
            en: "We send you a link by which you choose another one.",
            de: "Wir senden Ihnen einen Link, mit dem Sie ein neues wählen."),
        "form forgot send": Texts(en: "Send the link", de: "Link senden"),
        "form reset title": Texts(en: "Choose a new password", de: "Neues Passwort wählen"),
        "form reset why": Texts(
            en: "Wherever you are still logged in, you will be logged out.",
            de: "Wo Sie noch angemeldet sind, werden Sie abgemeldet."),
        "form reset send": Texts(en: "Save the password", de: "Passwort speichern"),
        "form owner title": Texts(en: "This shop is yours", de: "Dieser Shop gehört Ihnen"),
        "form owner why": Texts(
            en: "Make the owner's account. It may do everything, and invites everybody else.",
            de: "Legen Sie das Konto der Inhaberin oder des Inhabers an. Es darf alles und lädt alle anderen ein."),
        "form owner send": Texts(en: "Make the account", de: "Konto anlegen"),
        "form join title": Texts(en: "Welcome to the team", de: "Willkommen im Team"),
        "form join why": Texts(
            en: "Choose the password by which you log in from now on, with the address that the invitation went to.",
            de: "Wählen Sie das Passwort, mit dem Sie sich künftig anmelden, zusammen mit der Adresse, an die die "
                + "Einladung ging."),
        "form join send": Texts(en: "Join", de: "Beitreten"),
        "form confirm title": Texts(en: "Confirm your address", de: "Adresse bestätigen"),
        "form confirm why": Texts(
            en: "Type the password that you registered with; then your account is open.",
            de: "Geben Sie das Passwort ein, mit dem Sie sich registriert haben; dann ist Ihr Konto offen."),
        "form confirm send": Texts(en: "Open my account", de: "Mein Konto öffnen"),
        "form register title": Texts(en: "Open an account", de: "Konto eröffnen"),
        "form register why": Texts(
            en: "Your orders in one place, your addresses at hand for the next one.",
            de: "Ihre Bestellungen an einem Ort, Ihre Adressen zur Hand für die nächste."),
        "form register send": Texts(en: "Open an account", de: "Konto eröffnen"),
        "link forgot": Texts(en: "Forgotten your password?", de: "Passwort vergessen?"),
        "link register": Texts(en: "Open an account", de: "Konto eröffnen"),
        "link log in": Texts(en: "Log in", de: "Anmelden"),
        "link set up": Texts(en: "No authenticator app yet? Set it up", de: "Noch keine Authenticator-App? Einrichten"),
        "link start again": Texts(en: "Start again", de: "Von vorn beginnen"),
        "done reset": Texts(
            en: "Your new password is saved. Log in with it.",
            de: "Ihr neues Passwort ist gespeichert. Melden Sie sich damit an."),
        "done forgot": Texts(
            en: "If there is an account with this address, a mail with a link is on its way. The link is good for an "
                + "hour.",
            de: "Wenn es zu dieser Adresse ein Konto gibt, ist eine Mail mit einem Link unterwegs. Er gilt eine "
                + "Stunde."),
        "done register": Texts(
            en: "A mail is on its way to you. Open the link in it to confirm your address; it is good for two days.",
            de: "Eine Mail ist zu Ihnen unterwegs. Öffnen Sie den Link darin, um Ihre Adresse zu bestätigen; er gilt "
                + "zwei Tage."),
    ]
}
