import Values
import Web

/// One option as the buyer meets it: whether it is taken, what it costs, what taking it changes, why it can't be taken
/// and what to give up for it.
struct OptionChoice {
    let option: JSON
    let standing: JSON
    let isSingle: Bool
    let all: OptionGroups

    private var language: Language { all.visit.language }
    private var state: String { standing["state"]?.string ?? "" }

    var content: [String: Any] {
        let id = option["id"]?.string ?? ""
        let isTaken = all.isTaken(standing)
        var entry: [String: Any] = [
            "optionID": id, "optionName": option.texts("name", in: language), "optionIsTaken": isTaken,
            "optionIsSingle": isSingle, "optionIsImpossible": state == "impossible",
            // What comes along by itself is no choice, so that it goes again with what brought it.
            "optionIsFixed": state == "byRule",
            "optionPrice": price(isTaken: isTaken), "optionSwatch": false, "optionWhy": false, "optionText": false,
        ]
        if let color = option["swatch"]?.string { entry["optionSwatch"] = color }
        if let text = option["description"], !text.isNull {
            entry["optionText"] = option.texts("description", in: language)
        }
        let why = why
        if !why.isEmpty { entry["optionWhy"] = why }
        let repairs = state == "impossible" ? all.repairs(standing["conflict"] ?? .null, for: id) : []
        entry["optionWays"] = repairs
        entry["optionHasWays"] = !repairs.isEmpty
        return entry
    }

    /// Of what is taken, what it costs; of what isn't, what it would change.
    private func price(isTaken: Bool) -> String {
        guard isTaken else {
            guard state != "impossible", let change = standing["change"]?.money else { return "" }
            return change.amount == 0 ? Words.text("samePrice", in: language) : all.visit.change(change)
        }
        let currency = all.check["unitPrice"]?.money?.currency
        guard let price = option.amounts("prices").first(where: { $0.currency == currency }), price.amount != 0 else {
            return Words.text("included", in: language)
        }
        return all.visit.amount(price)
    }

    private var why: String {
        switch state {
        case "impossible":
            let rules = (standing["rules"]?.array ?? []).map { $0.texts("message", in: language) }
            return rules.isEmpty ? Words.text("notNow", in: language) : rules.joined(separator: " ")
        case "needsMore":
            let more = names("more") + (standing["settings"]?.array ?? []).compactMap(\.string).map(all.name(of:))
            return Words.text("comesWith", in: language).replacing("%", with: more.joined(separator: ", "))
        case "byRule":
            let chosen = (all.check["options"]?.array ?? []).first { $0["id"] == option["id"] }
            return chosen.map { $0.texts("because", in: language) } ?? ""
        case "possible": return changes
        default: return ""
        }
    }

    /// What else a click changes; that in a group of one the other goes is no news.
    private var changes: String {
        let rivals = Set(isSingle ? all.members(beside: option["id"]?.string ?? "") : [])
        let drops = (standing["drops"]?.array ?? []).compactMap(\.string).filter { !rivals.contains($0) }
        let brings = names("brings")
        var sentences: [String] = []
        if !brings.isEmpty {
            let names = brings.joined(separator: ", ")
            sentences.append(Words.text("bringsAlong", in: language).replacing("%", with: names))
        }
        if !drops.isEmpty {
            let names = drops.map(all.name(of:)).joined(separator: ", ")
            sentences.append(Words.text("dropsThen", in: language).replacing("%", with: names))
        }
        return sentences.joined(separator: " ")
    }

    private func names(_ member: String) -> [String] {
        (standing[member]?.array ?? []).compactMap(\.string).map(all.name(of:))
    }
}
