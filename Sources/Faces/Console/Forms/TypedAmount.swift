import Values

/// An amount of money as people type it: `1,234.50` in English, `1.234,50` in German; the other mark before the
/// decimals is understood too, where it can't be one between thousands.
enum TypedAmount {
    /// In the currency's smallest unit; nil for what is no amount, or has more decimals than the currency.
    static func units(_ text: String, _ currency: Currency, in language: Language) -> Int64? {
        let (decimal, group): (Character, Character) = language == .en ? (".", ",") : (",", ".")
        let text = text.filter { !$0.isWhitespace }
        var whole = Substring(text)
        var decimals = Substring()
        if let place = text.lastIndex(where: { $0 == decimal || $0 == group }) {
            let rest = text[text.index(after: place)...]
            if text[place] == decimal || rest.count < 3 {
                whole = text[..<place]
                decimals = rest
                guard (1...max(1, currency.decimals)).contains(rest.count), currency.decimals > 0 else { return nil }
            }
        }
        let parts = whole.split(separator: group, omittingEmptySubsequences: false)
        guard parts.count == 1 || (1...3).contains(parts[0].count) && parts.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        let digits = parts.joined() + decimals + String(repeating: "0", count: currency.decimals - decimals.count)
        guard !parts.joined().isEmpty, digits.utf8.count <= 16, digits.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int64(digits)
    }
}
