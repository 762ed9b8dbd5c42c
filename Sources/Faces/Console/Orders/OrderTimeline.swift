import Values
import Web

/// An order's history in words: what happened, when, who did it and why.
struct OrderTimeline {
    private let names: [String: String]
    private let written: Shown

    init(_ lines: [JSON], _ staff: StaffVisit) {
        written = staff.written
        let written = written
        names = Dictionary(lines.map { ($0["id"]?.string ?? "", written.text($0["name"])) }) { first, _ in first }
    }

    func steps(_ history: some Sequence<JSON>) -> [[String: Any]] { history.map(step) }

    private func step(_ step: JSON) -> [String: Any] {
        let kind = step["kind"]?.string ?? ""
        let name = names[step["subject"]?.string ?? ""] ?? ""
        let what = written.label("step", "\(kind) \(step["to"]?.string ?? "")")
        let reason = why(step["why"]?.string ?? "")
        let by = [who(step["who"]?.string ?? ""), reason.lowercased() == what.lowercased() ? "" : reason]
            .filter { !$0.isEmpty }
        return [
            "stepTime": written.time(step["at"]), "what": kind == "fulfilment" ? "\(name): \(what)" : what,
            "by": by.joined(separator: " · "),
            "tone": ["failed", "cancelled", "declined", "review", "expired"].contains(step["to"]?.string) ? "bad" : "",
        ]
    }

    private func who(_ name: String) -> String {
        name.hasPrefix("staff:") ? String(name.dropFirst(6)) : written.word("staff who \(name)", else: name)
    }

    /// The shop's own reasons in the reader's language; what people or the bank wrote as it stands.
    private func why(_ text: String) -> String {
        if let parcel = text.wholeMatch(of: /(\d+) with (.+)/) {
            return written.word("staffWithCarrier").replacing("{count}", with: parcel.1)
                .replacing("{carrier}", with: parcel.2)
        }
        return written.word("staff why \(text)", else: text)
    }
}

/// One movement of stock as a row.
enum MovementRow {
    /// `places` are those whose names are shown; of others the identifier is.
    static func content(_ movement: JSON, _ staff: StaffVisit, _ places: [JSON]) -> [String: Any] {
        let written = staff.written
        let kind = movement["kind"]?.string ?? ""
        let count = movement["count"]?.integer ?? 0
        let who = movement["who"]?.string ?? ""
        let place = movement["place"]?.string ?? ""
        let why = movement["why"]?.string ?? ""
        let by = [
            who.hasPrefix("staff:") ? String(who.dropFirst(6)) : written.word("staff who \(who)", else: who),
            why == kind ? "" : written.word("staff why \(why)", else: why),
        ]
        let name = places.first { $0["id"]?.string == place }?["name"]?.string
        return [
            "moveTime": written.time(movement["at"]), "item": movement["item"]?.string ?? "",
            "itemLink": Percent.encoded(movement["item"]?.string ?? ""), "place": name ?? place,
            "moveBadge": [written.badge("movement", kind)], "moveCount": count > 0 ? "\(count)" : "−\(count.magnitude)",
            "onHandAfter": written.count(movement["onHandAfter"]),
            "reservedAfter": written.count(movement["reservedAfter"]),
            "owner": movement["owner"]?.string ?? false as Any,
            "moveBy": by.filter { !$0.isEmpty }.joined(separator: " · "),
        ]
    }
}
