/// A text for people in the languages the shop speaks: `{"en": "Roof box", "de": "Dachbox"}`. English is always there.
package struct Texts: Hashable, Sendable {
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

extension Texts: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case en, de }

    package init?(json: JSON) {
        guard case .object(let object) = json, case .string(let en)? = object["en"] else { return nil }
        switch object["de"] {
        case nil: self.init(en: en)
        case .string(let de): self.init(en: en, de: de)
        default: return nil
        }
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        en = try container.decode(String.self, forKey: .en)
        de = try container.decodeIfPresent(String.self, forKey: .de)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("en", en)
        writer.member("de", de)
        writer.endObject()
    }
}

/// A language the shop speaks.
package enum Language: String, CaseIterable, Codable, Sendable { case en, de }
