import Values

/// Amounts, rates and days as a language's readers write them.
package struct Written {
    let language: Language

    package init(_ language: Language) { self.language = language }

    /// `€1,234.50` in English, `1.234,50 €` in German; codes where a currency has no sign of its own.
    package func amount(_ money: Money) -> String {
        let parts = Money(Int64(clamping: money.amount.magnitude), money.currency).decimalText.split(separator: ".")
        let whole = grouped(parts[0])
        let number = parts.count > 1 ? "\(whole)\(decimalMark)\(parts[1])" : whole
        let minus = money.amount < 0 ? "-" : ""
        switch (language, Self.sign(money.currency)) {
        case (.en, let sign?): return "\(minus)\(sign)\(number)"
        case (.en, nil): return "\(minus)\(money.currency.code)\u{A0}\(number)"
        case (.de, let sign): return "\(minus)\(number)\u{A0}\(sign ?? money.currency.code)"
        }
    }

    /// `7.7%` in English, `7,7 %` in German.
    package func rate(_ rate: Percentage) -> String {
        switch language {
        case .en: "\(rate)%"
        case .de: rate.description.replacing(".", with: ",") + "\u{A0}%"
        }
    }

    /// `23 November 2026`, `23. November 2026`, by UTC.
    package func day(_ instant: Instant) -> String {
        let (year, month, day) = instant.day.civil
        switch language {
        case .en: return "\(day) \(Self.months[month - 1]) \(year)"
        case .de: return "\(day). \(Self.monate[month - 1]) \(year)"
        }
    }

    private var decimalMark: String { language == .en ? "." : "," }

    private func grouped(_ digits: Substring) -> String {
        let mark: Character = language == .en ? "," : "."
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { grouped.append(mark) }
            grouped.append(digit)
        }
        return grouped
    }

    /// Signs that stand for one currency only, so that nobody takes one dollar for another.
    private static func sign(_ currency: Currency) -> String? {
        switch currency {
        case .EUR: "€"
        case .GBP: "£"
        case .USD: "$"
        default: nil
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let monate = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ]
}
