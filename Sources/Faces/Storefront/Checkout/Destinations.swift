import Foundation
import Values
import Web

/// The countries a buyer chooses among, those the shop delivers to first.
struct Destinations {
    let home: String
    private let reached: [String]

    init?(_ visit: Visit) async {
        let reply = await visit.api.get("/v1/destinations")
        guard reply.isDone, let home = reply.json["home"]?.string else { return nil }
        self.home = home
        reached = (reply.json["countries"]?.array ?? []).compactMap(\.string)
    }

    /// Those the shop delivers to, for the template `country`.
    func reached(chosen: String?, in language: Language) -> [[String: Any]] {
        [Self.group("weDeliverTo", reached, chosen ?? home, language)]
    }

    /// All there are: an invoice may go anywhere.
    func all(chosen: String?, in language: Language) -> [[String: Any]] {
        let others = Locale.Region.isoRegions.map(\.identifier).filter { code in
            Country(code) != nil && !reached.contains(code) && Locale.Region(code).subRegions.isEmpty
        }
        return reached(chosen: chosen, in: language)
            + [Self.group("otherCountries", others, chosen ?? home, language)]
    }

    /// `Germany`, `Deutschland`; the code where there is no name.
    static func name(of code: String, in language: Language) -> String {
        Locale(identifier: language.rawValue).localizedString(forRegionCode: code) ?? code
    }

    private static func group(
        _ word: String, _ codes: [String], _ chosen: String, _ language: Language
    ) -> [String: Any] {
        let named = codes.map { (code: $0, name: name(of: $0, in: language)) }
            .sorted { $0.name.localizedStandardCompare($1.name) == .orderedAscending }
        return [
            "countryGroup": Words.text(word, in: language),
            "countryOptions": named.map {
                ["countryCode": $0.code, "countryName": $0.name, "countryIsChosen": $0.code == chosen]
            },
        ]
    }
}
