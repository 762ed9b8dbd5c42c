import Values
import Web

/// The parameters of a product as the buyer sets them: a field each, with what it can be as the other choices stand.
struct Measures {
    let product: JSON
    let check: JSON
    let selection: Selection
    let visit: Visit

    var content: [[String: Any]] {
        let settings = check["settings"]?.array ?? []
        let ranges = check["ranges"]?.array ?? []
        return (product["model"]?["parameters"]?.array ?? []).compactMap { parameter in
            guard let id = parameter["id"]?.string, let least = parameter["minimum"]?.integer,
                  let most = parameter["maximum"]?.integer,
                  let setting = settings.first(where: { $0["parameter"]?.string == id }) else { return nil }
            let range = ranges.first { $0["parameter"]?.string == id }
            let unit = parameter["unit"].map { $0.isNull ? "" : parameter.texts("unit", in: visit.language) } ?? ""
            let (lowest, highest) = (range?["lowest"]?.integer ?? least, range?["highest"]?.integer ?? most)
            let step = parameter["step"]?.integer ?? 1
            let usual = parameter["default"]?.integer ?? least
            let hint = Words.text(lowest > least || highest < most ? "measureNow" : "measureRange", in: visit.language)
                .replacing("%1", with: String(lowest)).replacing("%2", with: String(highest))
                .replacing("%3", with: unit)
            return [
                "measureID": id, "measureName": parameter.texts("name", in: visit.language), "measureUnit": unit,
                "measureValue": String(setting["value"]?.integer ?? usual), "measureUsual": String(usual),
                "measureLeast": String(least), "measureMost": String(most), "measureStep": String(step),
                "measureHint": hint,
            ]
        }
    }
}
