import Values
import Web

/// The options of a car as the buyer chooses among them: what is taken, what can't be and why, what a click changes.
struct OptionGroups {
    let product: JSON
    let check: JSON
    let selection: Selection
    let visit: Visit

    private var language: Language { visit.language }
    private var groups: [JSON] { product["model"]?["groups"]?.array ?? [] }

    var content: [[String: Any]] {
        let standings = Dictionary(
            (check["standings"]?.array ?? []).map { ($0["option"]?.string ?? "", $0) }) { first, _ in first }
        return groups.map { group in
            let least = group["minimum"]?.integer ?? 0
            let most = group["maximum"]?.integer ?? 0
            let options = group["options"]?.array ?? []
            let isSingle = most == 1
            let id = group["id"]?.string ?? ""
            let entries = options.map { option in
                entry(option, standings[option["id"]?.string ?? ""] ?? .null, isSingle: isSingle, group: id)
            }
            let isNothingTaken = !options.contains { isTaken(standings[$0["id"]?.string ?? ""] ?? .null) }
            return [
                "groupID": id, "groupName": group.texts("name", in: language),
                "groupHint": hint(least, most, options.count),
                "groupField": isSingle ? Selection.prefix + id : Selection.field, "groupOptions": entries,
                // Who may take none of several must be able to say so.
                "groupNone": isSingle && least == 0, "groupNoneTaken": isNothingTaken,
            ]
        }
    }

    /// What doesn't go together, in the rules' own words, each with the clicks that end it.
    var conflicts: [[String: Any]] {
        let broken = (check["broken"]?.array ?? []).map { rule -> [String: Any] in
            ["conflictText": rule.texts("message", in: language), "conflictWays": ways(rule)]
        }
        let excess = (check["tooMany"]?.array ?? []).map { group -> [String: Any] in
            let text = Words.text("tooManyOf", in: language)
                .replacing("%1", with: group.texts("name", in: language))
                .replacing("%2", with: String(group["maximum"]?.integer ?? 0))
            return ["conflictText": text, "conflictWays": [] as [Any]]
        }
        return broken + excess
    }

    private func ways(_ rule: JSON) -> [[String: Any]] {
        let option = rule["option"]?.string ?? ""
        let others = (rule["others"]?.array ?? []).compactMap(\.string)
        let chosen = (check["options"]?.array ?? []).compactMap { $0["id"]?.string }
        let all = Selection(chosen)
        func way(_ word: String, _ option: String, _ selection: Selection) -> [String: Any] {
            let text = Words.text(word, in: language).replacing("%", with: name(of: option))
            return ["wayText": text, "wayLink": selection.address(of: product["id"]?.string ?? "")]
        }
        let leave = way("withoutOption", option, all.without(option))
        switch rule["kind"]?.string {
        case "requires": return others.map { way("withOption", $0, taking($0, in: all)) } + [leave]
        default:
            return [leave] + others.filter(chosen.contains).map { way("withoutOption", $0, all.without($0)) }
        }
    }

    /// With an option more; in a group that takes one, instead of the one taken there.
    private func taking(_ option: String, in selection: Selection) -> Selection {
        let group = groups.first { group in
            group["maximum"] == 1 && (group["options"]?.array ?? []).contains { $0["id"]?.string == option }
        }
        let rivals = (group?["options"]?.array ?? []).compactMap { $0["id"]?.string }
        return rivals.reduce(selection) { $0.without($1) }.with(option)
    }

    private func entry(_ option: JSON, _ standing: JSON, isSingle: Bool, group: String) -> [String: Any] {
        let id = option["id"]?.string ?? ""
        let state = standing["state"]?.string ?? ""
        let isTaken = isTaken(standing)
        var entry: [String: Any] = [
            "optionID": id, "optionName": option.texts("name", in: language), "optionIsTaken": isTaken,
            "optionIsSingle": isSingle, "optionIsImpossible": state == "impossible",
            "optionPrice": price(option, standing, isTaken: isTaken), "optionSwatch": false, "optionWhy": false,
            "optionText": false,
        ]
        if let color = option["swatch"]?.string { entry["optionSwatch"] = color }
        if let text = option["description"], !text.isNull {
            entry["optionText"] = option.texts("description", in: language)
        }
        let why = why(standing, state)
        if !why.isEmpty { entry["optionWhy"] = why }
        return entry
    }

    private func isTaken(_ standing: JSON) -> Bool {
        ["chosen", "byDefault"].contains(standing["state"]?.string ?? "")
    }

    /// Of what is taken, what it costs; of what isn't, what it would change.
    private func price(_ option: JSON, _ standing: JSON, isTaken: Bool) -> String {
        guard isTaken else {
            guard let change = standing["change"]?.money else { return "" }
            return change.amount == 0 ? Words.text("samePrice", in: language) : visit.change(change)
        }
        let currency = check["unitPrice"]?.money?.currency
        guard let price = option.amounts("prices").first(where: { $0.currency == currency }), price.amount != 0 else {
            return Words.text("included", in: language)
        }
        return visit.amount(price)
    }

    private func why(_ standing: JSON, _ state: String) -> String {
        let rules = (standing["rules"]?.array ?? []).map { $0.texts("message", in: language) }
        switch state {
        case "impossible": return rules.isEmpty ? Words.text("notNow", in: language) : rules.joined(separator: " ")
        case "needsMore":
            let more = (standing["more"]?.array ?? []).compactMap(\.string).map(name(of:))
            return Words.text("comesWith", in: language).replacing("%", with: more.joined(separator: ", "))
        default: return ""
        }
    }

    private func name(of option: String) -> String {
        let found = groups.lazy.flatMap { $0["options"]?.array ?? [] }.first { $0["id"]?.string == option }
        return found?.texts("name", in: language) ?? option
    }

    private func hint(_ least: Int64, _ most: Int64, _ count: Int) -> String {
        switch (least, most) {
        case (1, 1): Words.text("chooseOne", in: language)
        case (0, let most) where most >= count: Words.text("chooseAny", in: language)
        case (0, let most): Words.text("chooseUpTo", in: language).replacing("%", with: String(most))
        default:
            Words.text("chooseBetween", in: language).replacing("%1", with: String(least))
                .replacing("%2", with: String(most))
        }
    }
}
