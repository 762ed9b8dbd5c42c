import Values

/// What letters about accounts say.
enum AccountWords {
    static func subject(_ kind: Mail.Kind) -> Texts { words(kind).subject }

    static func opening(_ kind: Mail.Kind) -> Texts { words(kind).opening }

    /// Nil for letters without a link of their own.
    static func link(_ kind: Mail.Kind) -> Texts? { words(kind).link }

    private struct Words: Sendable {
        let subject: Texts
        let opening: Texts
        var link: Texts?
    }

    private static func words(_ kind: Mail.Kind) -> Words {
        switch kind {
        case .accountConfirmation: confirmation
        case .accountKnown: known
        case .accountReset: reset
        case .accountInvitation: invitation
        case .accountPasswordChanged: passwordChanged
        case .accountSecondFactorChanged: secondFactorChanged
        case .accountEmailChange: emailChange
        case .accountEmailChanged: emailChanged
        case .accountClosed: closed
        case .confirmation, .shipped, .cancelled, .refunded, .readyForPickup, .handedOver:
            preconditionFailure("\(kind) is a letter about an order")
        }
    }

    private static let confirmation = Words(
        subject: Texts(en: "Please confirm your address", de: "Bitte bestätigen Sie Ihre Adresse"),
        opening: Texts(
            en: "Somebody, you we hope, opened an account with this address. Follow the link within two days to "
                + "confirm it. If it wasn't you, do nothing: the account stays shut.",
            de: "jemand, wir hoffen Sie, hat mit dieser Adresse ein Konto eröffnet. Folgen Sie innerhalb von zwei "
                + "Tagen dem Link, um es zu bestätigen. Wenn Sie es nicht waren, tun Sie nichts: Das Konto bleibt "
                + "geschlossen."),
        link: Texts(en: "Confirm and log in", de: "Bestätigen und anmelden"))

    private static let known = Words(
        subject: Texts(en: "You have an account already", de: "Sie haben schon ein Konto"),
        opening: Texts(
            en: "Somebody wanted to open an account with this address, which has one. If it was you, just log in; "
                + "if you have forgotten the password, ask for another one there.",
            de: "jemand wollte mit dieser Adresse ein Konto eröffnen; es gibt schon eines. Wenn Sie es waren, "
                + "melden Sie sich einfach an; haben Sie das Passwort vergessen, bekommen Sie dort ein neues."),
        link: Texts(en: "Log in", de: "Anmelden"))

    private static let reset = Words(
        subject: Texts(en: "A new password", de: "Ein neues Passwort"),
        opening: Texts(
            en: "Follow the link within an hour to choose a new password. If you didn't ask for it, do nothing: "
                + "your password stays as it is.",
            de: "folgen Sie innerhalb einer Stunde dem Link, um ein neues Passwort zu wählen. Wenn Sie nicht darum "
                + "gebeten haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist."),
        link: Texts(en: "Choose a new password", de: "Neues Passwort wählen"))

    private static let invitation = Words(
        subject: Texts(en: "You are invited to the staff", de: "Einladung in die Verwaltung"),
        opening: Texts(
            en: "You are invited to work in this shop's administration. Follow the link within a week to choose a "
                + "password.",
            de: "Sie sind eingeladen, in der Verwaltung dieses Shops zu arbeiten. Folgen Sie innerhalb einer Woche "
                + "dem Link, um ein Passwort zu wählen."),
        link: Texts(en: "Accept the invitation", de: "Einladung annehmen"))

    private static let passwordChanged = Words(
        subject: Texts(en: "Your password was changed", de: "Ihr Passwort wurde geändert"),
        opening: Texts(
            en: "The password of your account was changed just now. If it wasn't you, answer this mail at once.",
            de: "das Passwort Ihres Kontos wurde soeben geändert. Wenn Sie es nicht waren, antworten Sie bitte "
                + "gleich auf diese E-Mail."))

    private static let secondFactorChanged = Words(
        subject: Texts(en: "Your second factor was changed", de: "Ihr zweiter Faktor wurde geändert"),
        opening: Texts(
            en: "The second factor of your account was changed just now. If it wasn't you, answer this mail at "
                + "once.",
            de: "der zweite Faktor Ihres Kontos wurde soeben geändert. Wenn Sie es nicht waren, antworten Sie bitte "
                + "gleich auf diese E-Mail."))

    private static let emailChange = Words(
        subject: Texts(en: "Please confirm your new address", de: "Bitte bestätigen Sie Ihre neue Adresse"),
        opening: Texts(
            en: "Somebody, you we hope, wants this to be the e-mail address of their account. Follow the link within "
                + "a day to confirm it. If it wasn't you, do nothing: nothing changes.",
            de: "jemand, wir hoffen Sie, möchte, dass dies die E-Mail-Adresse des eigenen Kontos wird. Folgen Sie "
                + "innerhalb eines Tages dem Link, um sie zu bestätigen. Wenn Sie es nicht waren, tun Sie nichts: Es "
                + "ändert sich nichts."),
        link: Texts(en: "Confirm the new address", de: "Neue Adresse bestätigen"))

    private static let emailChanged = Words(
        subject: Texts(en: "Your e-mail address was changed", de: "Ihre E-Mail-Adresse wurde geändert"),
        opening: Texts(
            en: "The e-mail address of your account was changed just now; from now on we write to the new one, and "
                + "this one no longer logs in. If it wasn't you, answer this mail at once.",
            de: "die E-Mail-Adresse Ihres Kontos wurde soeben geändert; ab jetzt schreiben wir an die neue, und mit "
                + "dieser können Sie sich nicht mehr anmelden. Wenn Sie es nicht waren, antworten Sie bitte gleich "
                + "auf diese E-Mail."))

    private static let closed = Words(
        subject: Texts(en: "Your account is closed", de: "Ihr Konto ist geschlossen"),
        opening: Texts(
            en: "Your account is closed, and nobody can log in with it any more. Thank you for having been with "
                + "us.",
            de: "Ihr Konto ist geschlossen; niemand kann sich mehr damit anmelden. Danke, dass Sie bei uns "
                + "waren."))
}
