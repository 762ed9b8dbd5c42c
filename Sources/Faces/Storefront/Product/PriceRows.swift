import Values
import Web

/// What a price is made of, a row an amount.
enum PriceRows {
    /// Of one unit: the product and each option.
    static func unit(_ priced: JSON, _ visit: Visit) -> [[String: Any]] {
        let entries = priced["trace"]?["entries"]?.array ?? []
        let rows = entries.compactMap { entry in
            row(entry.texts("label", in: visit.language), entry["amount"]?.money.map(visit.amount))
        }
        let total = priced["unitPrice"]?.money.map(visit.amount)
        let sum = row(Words.text("total", in: visit.language), total, isSum: true)
        return rows + [sum].compactMap { $0 }
    }

    /// Of a whole basket: goods, what is taken off, delivery, the total, and tax as far as it is known.
    static func totals(_ totals: JSON, _ visit: Visit) -> [[String: Any]] {
        func word(_ name: String) -> String { Words.text(name, in: visit.language) }
        func amount(_ name: String) -> String? { totals[name]?.money.map(visit.amount) }
        let entries = totals["trace"]?["entries"]?.array ?? []
        func named(_ kind: String) -> [[String: Any]] {
            entries.filter { $0["kind"]?.string == kind && $0["included"] != true }
                .compactMap { row($0.texts("label", in: visit.language), $0["amount"]?.money.map(visit.change)) }
        }
        var rows = [row(word("goods"), amount("goods"))].compactMap { $0 }
        rows += named("discount")
        rows += [row(word("delivery"), amount("delivery"))].compactMap { $0 }
        rows += named("tax")
        rows += [row(word("total"), amount("total"), isSum: true)].compactMap { $0 }
        if let tax = amount("tax"), entries.contains(where: { $0["included"] == true }) {
            rows += [row(word("taxIncluded"), tax)].compactMap { $0 }
        }
        return rows
    }

    private static func row(_ name: String, _ amount: String?, isSum: Bool = false) -> [String: Any]? {
        amount.map { ["rowName": name, "rowAmount": $0, "rowIsSum": isSum] }
    }
}
