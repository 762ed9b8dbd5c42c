/// A text for people in the languages the shop speaks: `{"en": "Roof box", "de": "Dachbox"}`. English is always there.
package struct Texts: Hashable, Sendable, Codable {
    package let en: String
    package let de: String?

    package init(en: String, de: String? = nil) {
        self.en = en
        self.de = de
    }

    package func text(in language: Language) -> String {
        switch language {
        case .en: en
        case .de: de ?? en
        }
    }
}

/// A language the shop speaks.
package enum Language: String, CaseIterable, Codable, Sendable { case en, de }
