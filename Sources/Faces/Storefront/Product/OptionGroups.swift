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

    /// The groups that count now: one under an option is shown where that is taken.
    var content: [[String: Any]] {
        let standings = Dictionary(
            (check["standings"]?.array ?? []).map { ($0["option"]?.string ?? "", $0) }) { first, _ in first }
        return groups.filter { isReached($0, standings) }.map { group in
            let least = group["minimum"]?.integer ?? 0
            let most = group["maximum"]?.integer ?? 0
            let options = group["options"]?.array ?? []
            let isSingle = most == 1
            let id = group["id"]?.string ?? ""
            let entries = options.map { option in
                let choice = OptionChoice(
                    option: option, standing: standings[option["id"]?.string ?? ""] ?? .null, isSingle: isSingle,
                        all: self)
                return choice.content
            }
            let isNothingTaken = !options.contains { isTaken(standings[$0["id"]?.string ?? ""] ?? .null) }
            return [
                "groupID": id, "groupName": group.texts("name", in: language),
                    "groupIsUnder": group["under"]?.string != nil,
                "groupHint": hint(least, most, options.count),
                "groupField": isSingle ? Selection.prefix + id : Selection.field, "groupOptions": entries,
                // Who may take none of several must be able to say so.
                "groupNone": isSingle && least == 0, "groupNoneTaken": isNothingTaken,
            ]
        }
    }

    private func isReached(_ group: JSON, _ standings: [String: JSON]) -> Bool {
        guard let option = group["under"]?.string else { return true }
        return isTaken(standings[option] ?? .null)
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
            return ["conflictText": text, "conflictWays": repairs(check["conflict"] ?? .null, for: nil)]
        }
        return broken + excess
    }

    private func ways(_ rule: JSON) -> [[String: Any]] {
        let others = (rule["others"]?.array ?? []).compactMap(\.string)
        let chosen = (check["options"]?.array ?? []).compactMap { $0["id"]?.string }
        let all = Selection(chosen + selection.options.filter { $0.contains("=") })
        guard let option = rule["option"]?.string else { return repairs(check["conflict"] ?? .null, for: nil) }
        let leave = way("withoutOption", option, all.without(option))
        switch rule["kind"]?.string {
        case "requires": return others.map { way("withOption", $0, taking($0, in: all)) } + [leave]
        default:
            return [leave] + others.filter(chosen.contains).map { way("withoutOption", $0, all.without($0)) }
        }
    }

    private func way(_ word: String, _ option: String, _ selection: Selection) -> [String: Any] {
        let text = Words.text(word, in: language).replacing("%", with: name(of: option))
        return ["wayText": text, "wayLink": selection.address(of: product["id"]?.string ?? "")]
    }

    /// The clicks that make room: for an option that can't be taken, or so that what is chosen goes together.
    func repairs(_ conflict: JSON, for option: String?) -> [[String: Any]] {
        (conflict["ways"]?.array ?? []).map { way in
            let drop = (way["drop"]?.array ?? []).compactMap(\.string)
            let rest = drop.reduce(selection) { $0.without($1) }
            let word = option == nil ? "withoutOption" : "insteadOf"
            let text = Words.text(word, in: language).replacing("%", with: drop.map(name(of:)).joined(separator: ", "))
            let then = option.map { taking($0, in: rest) } ?? rest
            return ["wayText": text, "wayLink": then.address(of: product["id"]?.string ?? "")]
        }
    }

    /// Packs that cost less than what they add.
    var proposals: [[String: Any]] {
        (check["proposals"]?.array ?? []).map { proposal in
            let more = (proposal["more"]?.array ?? []).compactMap(\.string)
            let text = Words.text("packProposed", in: language)
                .replacing("%1", with: proposal.texts("name", in: language))
                .replacing("%2", with: more.map(name(of:)).joined(separator: ", "))
                .replacing("%3", with: proposal["saving"]?.money.map(visit.amount) ?? "")
            let link = more.reduce(selection) { taking($1, in: $0) }.address(of: product["id"]?.string ?? "")
            return [
                "packText": text, "packLink": link, "packChange": proposal["change"]?.money.map(visit.change) ?? "",
            ]
        }
    }

    /// With an option more; in a group that takes one, instead of the one taken there.
    func taking(_ option: String, in selection: Selection) -> Selection {
        let group = groups.first { group in
            group["maximum"] == 1 && (group["options"]?.array ?? []).contains { $0["id"]?.string == option }
        }
        let rivals = (group?["options"]?.array ?? []).compactMap { $0["id"]?.string }
        return rivals.reduce(selection) { $0.without($1) }.with(option)
    }

    func isTaken(_ standing: JSON) -> Bool {
        ["chosen", "byDefault", "byRule"].contains(standing["state"]?.string ?? "")
    }

    /// The options of the group that an option stands in.
    func members(beside option: String) -> [String] {
        let group = groups.first { ($0["options"]?.array ?? []).contains { $0["id"]?.string == option } }
        return (group?["options"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// What a choice is called: an option, or a value of a parameter with its unit.
    func name(of choice: String) -> String {
        guard let sign = choice.firstIndex(of: "=") else {
            let found = groups.lazy.flatMap { $0["options"]?.array ?? [] }.first { $0["id"]?.string == choice }
            return found?.texts("name", in: language) ?? choice
        }
        let (id, value) = (String(choice[..<sign]), choice[choice.index(after: sign)...])
        let parameter = (product["model"]?["parameters"]?.array ?? []).first { $0["id"]?.string == id }
        guard let parameter else { return choice }
        let unit = parameter["unit"]?.isNull ?? true ? "" : " \(parameter.texts("unit", in: language))"
        return "\(parameter.texts("name", in: language)) \(value)\(unit)"
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
