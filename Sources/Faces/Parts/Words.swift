import Values

/// What the pages say, in every language of the shop. A template writes `{{w.addToCart}}`.
///
/// Each face keeps its own words beside its pages; no word stands twice.
struct Words {
    private let entries: [String: Texts]

    init(_ entries: [String: Texts]) { self.entries = entries }

    /// The words of several pages in one set.
    init(_ chapters: [[String: Texts]]) {
        entries = chapters.reduce(into: [:]) { all, own in
            all.merge(own) { _, _ in preconditionFailure("two words of one name") }
        }
    }

    private static let sets = [
        common, Sorry.words, Words(MailboxWords.words), Storefront.words, Console.words, AccountWords.words,
    ]

    private static let tables: [Language: [String: String]] = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in
            let pairs = sets.flatMap(\.entries).map { ($0.key, $0.value.text(in: language)) }
            return (language, Dictionary(uniqueKeysWithValues: pairs))
        })

    static func all(in language: Language) -> [String: String] { tables[language] ?? [:] }

    /// One word, for what is put together in code. Stops the program when there is none of that name.
    static func text(_ name: String, in language: Language) -> String {
        guard let text = all(in: language)[name] else { preconditionFailure("there is no word \(name)") }
        return text
    }

    /// What stands on every page.
    private static let common = Words([
        "skip": Texts(en: "Skip to the content", de: "Zum Inhalt springen"),
        "language": Texts(en: "Language", de: "Sprache"),
        "save": Texts(en: "Save", de: "Speichern"),
        "cancel": Texts(en: "Cancel", de: "Abbrechen"),
        "back": Texts(en: "Back", de: "Zurück"),
        "optional": Texts(en: "optional", de: "freiwillig"),
        "apiReference": Texts(en: "API reference", de: "API-Referenz"),
        "mailbox": Texts(en: "Mailbox", de: "Postfach"),
        "staff": Texts(en: "Staff", de: "Verwaltung"),
        "shop": Texts(en: "Shop", de: "Shop"),
    ])
}

extension Words {
    /// Why there is nothing to see.
    enum Sorry: String, CaseIterable {
        case noSuchPage, foreignForm, staleForm, tooLarge, tryAgain

        func text(in language: Language) -> String { Words.text(rawValue, in: language) }

        static let words = Words([
            "sorryTitle": Texts(en: "Nothing to see here", de: "Hier gibt es nichts zu sehen"),
            "sorryHome": Texts(en: "Back to the shop", de: "Zurück zum Shop"),
            "noSuchPage": Texts(en: "There is no such page.", de: "Diese Seite gibt es nicht."),
            "tryAgain": Texts(
                en: "The shop is busy. Please try again in a moment.",
                de: "Der Shop ist gerade ausgelastet. Bitte versuchen Sie es gleich noch einmal."),
            "foreignForm": Texts(
                en: "This form came from another site, so nothing was done.",
                de: "Dieses Formular kam von einer anderen Website. Es wurde nichts getan."),
            "staleForm": Texts(
                en: "This form is too old, so nothing was done. Go back, load the page again and send it once more. "
                    + "Cookies must be allowed for this shop.",
                de: "Dieses Formular ist zu alt. Es wurde nichts getan. Gehen Sie zurück, laden Sie die Seite neu und "
                    + "senden Sie es noch einmal. Cookies müssen für diesen Shop erlaubt sein."),
            "tooLarge": Texts(
                en: "That is more than a form here may hold. Nothing was done.",
                de: "Das ist mehr, als ein Formular hier fassen darf. Es wurde nichts getan."),
        ])
    }
}
