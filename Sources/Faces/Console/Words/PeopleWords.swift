import Values

extension Console {
    /// What stands on the pages about who works here, and on those about keys and the audit book.
    static let peopleWords: [String: Texts] = [
        "staffPeople": Texts(en: "People", de: "Team"),
        "staffRoles": Texts(en: "Roles", de: "Rollen"),
        "staffRole": Texts(en: "Role", de: "Rolle"),
        "staffPlaceOfRole": Texts(en: "Place, for a role that has one", de: "Ort, für Rollen, die einen haben"),
        "staffWholeShop": Texts(en: "the whole shop", de: "der ganze Shop"),
        "staffOwnPlace": Texts(en: "at their place", de: "am eigenen Ort"),
        "staffInvite": Texts(en: "Invite somebody", de: "Jemanden einladen"),
        "staffInviteWhy": Texts(
            en: "They get a mail with a link, by which they choose a password. It is good for a week.",
            de: "Sie bekommen eine Mail mit einem Link, mit dem sie ein Passwort wählen. Er gilt eine Woche."),
        "staffInviteAgain": Texts(en: "Send the invitation again", de: "Einladung erneut senden"),
        "staffSuspend": Texts(en: "Suspend", de: "Sperren"),
        "staffResume": Texts(en: "Let in again", de: "Wieder zulassen"),
        "staffDismiss": Texts(en: "Close the account for good", de: "Konto endgültig schließen"),
        "staffResetFactor": Texts(en: "Take the second factor away", de: "Zweiten Faktor entfernen"),
        "staff person unconfirmed": Texts(en: "invited", de: "eingeladen"),
        "staff person active": Texts(en: "active", de: "aktiv"),
        "staff person suspended": Texts(en: "suspended", de: "gesperrt"),
        "staff done invite": Texts(en: "The invitation is on its way.", de: "Die Einladung ist unterwegs."),
        "staff done invite-again": Texts(
            en: "Another invitation is on its way; the one before opens nothing any more.",
            de: "Eine neue Einladung ist unterwegs; die vorige öffnet nichts mehr."),
        "staff done assign": Texts(en: "The role is changed.", de: "Die Rolle ist geändert."),
        "staff done suspend": Texts(
            en: "They are kept out, and logged out everywhere.", de: "Die Person ist gesperrt und überall abgemeldet."),
        "staff done resume": Texts(en: "They may come in again.", de: "Die Person darf wieder hinein."),
        "staff done dismiss": Texts(en: "The account is closed.", de: "Das Konto ist geschlossen."),
        "staff done reset-factor": Texts(
            en: "They are logged out, and set up another second factor at the next log-in.",
            de: "Die Person ist abgemeldet und richtet beim nächsten Anmelden einen neuen zweiten Faktor ein."),
        "staffRuleRole": Texts(en: "Choose one of the roles.", de: "Wählen Sie eine der Rollen."),
        "staffRulePlace": Texts(en: "Choose one of the places.", de: "Wählen Sie einen der Orte."),
        "staffRoleMade": Texts(en: "made here", de: "selbst angelegt"),
        "staffMakeRole": Texts(en: "Make a role", de: "Rolle anlegen"),
        "staffChangeRole": Texts(en: "Change the role", de: "Rolle ändern"),
        "staffRoleID": Texts(en: "Short name", de: "Kurzname"),
        "staffRoleIDHint": Texts(
            en: "Small letters, digits and hyphens: night-watch. It stays; the name may change.",
            de: "Kleine Buchstaben, Ziffern und Bindestriche: nachtdienst. Er bleibt; der Name darf sich ändern."),
        "staffRuleRoleID": Texts(
            en: "Small letters, digits and hyphens, please.",
            de: "Bitte kleine Buchstaben, Ziffern und Bindestriche."),
        "staffMayInShop": Texts(en: "In the whole shop they may", de: "Im ganzen Shop darf die Rolle"),
        "staffMayAtPlace": Texts(en: "At their own place they may", de: "Am eigenen Ort darf die Rolle"),
        "staff done role-save": Texts(en: "The role is saved.", de: "Die Rolle ist gespeichert."),
        "staff done role-remove": Texts(en: "The role is gone.", de: "Die Rolle ist entfernt."),
        "staffKeys": Texts(en: "Keys", de: "Schlüssel"),
        "staffKeysWhat": Texts(
            en: "Programs of yours come in with a key: the till, the bookkeeping, a supplier. Each has a role, and "
                + "ends when you say so.",
            de: "Ihre Programme kommen mit einem Schlüssel hinein: die Kasse, die Buchhaltung, ein Lieferant. Jeder "
                + "hat eine Rolle und endet, wann Sie es sagen."),
        "staffMakeKey": Texts(en: "Make a key", de: "Schlüssel anlegen"),
        "staffKeyMade": Texts(
            en: "The key is made. Copy it now: it is shown this one time.",
            de: "Der Schlüssel ist angelegt. Kopieren Sie ihn jetzt: Er wird nur dieses eine Mal gezeigt."),
        "staffKeyName": Texts(en: "What is it for?", de: "Wofür ist er?"),
        "staffKeyNameHint": Texts(
            en: "Histories name it so.", de: "So nennen ihn die Verläufe."),
        "staffKeyUntil": Texts(en: "Ends", de: "Endet"),
        "staffKeyUntilHint": Texts(
            en: "At the beginning of that day; empty: until it is revoked.",
            de: "Zu Beginn dieses Tages; leer: bis er widerrufen wird."),
        "staffKeyEndless": Texts(en: "when revoked", de: "bei Widerruf"),
        "staffMadeAt": Texts(en: "made", de: "angelegt"),
        "staffRevoke": Texts(en: "Revoke", de: "Widerrufen"),
        "staffNoKeys": Texts(en: "There is no key yet.", de: "Es gibt noch keinen Schlüssel."),
        "staff key live": Texts(en: "in force", de: "gültig"),
        "staff key revoked": Texts(en: "revoked", de: "widerrufen"),
        "staff done revoke": Texts(en: "The key opens nothing any more.", de: "Der Schlüssel öffnet nichts mehr."),
        "staffAudit": Texts(en: "Audit book", de: "Protokoll"),
        "staffAuditTime": Texts(en: "When (UTC)", de: "Wann (UTC)"),
        "staffAuditWho": Texts(en: "Who", de: "Wer"),
        "staffAuditWhat": Texts(en: "Did what", de: "Was"),
        "staffAuditSubject": Texts(en: "To what", de: "Woran"),
        "staffAuditSince": Texts(en: "From this day", de: "Ab diesem Tag"),
        "staffAuditUntil": Texts(en: "Up to this day", de: "Bis zu diesem Tag"),
        "staffAuditAll": Texts(en: "Show everything", de: "Alles zeigen"),
        "staffAuditNone": Texts(en: "Nothing fits.", de: "Nichts passt."),
        "staffAuditDetail": Texts(en: "More", de: "Mehr"),
        "staffRuleAudit": Texts(en: "The book can't be searched for that.", de: "Danach lässt sich nicht suchen."),
    ]
}
