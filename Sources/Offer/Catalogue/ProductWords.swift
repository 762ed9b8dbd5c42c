import Values

/// The words by which a product is found: letters and digits of names and descriptions in both languages, in lower
/// case.
///
/// A table of words does on every engine what each does differently with its own full-text search.
enum ProductWords {
    /// Of one search; a longer one is a pasted text, not a search.
    static let searchLimit = 8
    /// Of one product; what comes later in a description isn't found by.
    static let productLimit = 2000
    /// Longer words are cut, in the text and in the search alike.
    static let lengthLimit = 64

    /// The distinct words, in the order in which they first come.
    static func words(in texts: [String]) -> [String] {
        var seen = Set<String>()
        var words: [String] = []
        for text in texts {
            for part in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
                let word = folded(part)
                if words.count < productLimit, seen.insert(word).inserted { words.append(word) }
            }
        }
        return words
    }

    static func words(of product: Product) -> [String] {
        words(in: [product.name.en, product.name.de, product.description.en, product.description.de].compactMap { $0 })
    }

    /// One spelling for words that people take for the same: case, `ß` and `ss`, an umlaut typed as two scalars.
    private static func folded(_ word: Substring) -> String {
        var result = ""
        for character in word.lowercased().prefix(lengthLimit) {
            if character == "ß" { result += "ss" } else { result.append(composed[character] ?? character) }
        }
        return result
    }

    /// Characters compare by canonical equivalence, so that looking one up finds its composed form.
    private static let composed: [Character: Character] = Dictionary(
        uniqueKeysWithValues: "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿāăąćčďęěğįłńňőœřśşšťůűźżž".map { ($0, $0) })
}
