import Values
import Web

/// Takes a visitor's choice of language and leads back to where they were.
struct LanguageChoice: Page {
    let path: PagePath = "/language"

    private static let keptSeconds = 365 * 24 * 3600

    func show(_ visit: Visit) -> Response {
        guard let language = visit.query["to"].flatMap(Language.init) else { return visit.sorry(404, .noSuchPage) }
        return .go(Self.local(visit.query["back"]))
            .with(Self.cookie(language, visit))
    }

    static func cookie(_ language: Language, _ visit: Visit) -> Cookie {
        visit.cookie("language", language.rawValue, seconds: keptSeconds)
    }

    /// `address` if it is one of this site, else the first page. A browser reads `//` and `/\` as another site.
    static func local(_ address: String?) -> String {
        guard let address, address.hasPrefix("/"), !address.dropFirst().hasPrefix("/"),
              address.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: "\\") }) else { return "/" }
        return address
    }
}
