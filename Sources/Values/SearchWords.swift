/// The words by which something is found: letters and digits of its texts, in lower case.
///
/// A table of words does on every engine what each does differently with its own full-text search.
package enum SearchWords {
    /// Of one search; a longer one is a pasted text, not a search.
    package static let searchLimit = 8
    /// Of one thing; what comes later in a description isn't found by.
    package static let textLimit = 2000
    /// Longer words are cut, in the text and in the search alike.
    package static let lengthLimit = 64

    /// The distinct words, in the order in which they first come.
    package static func words(in texts: [String]) -> [String] {
        var seen = Set<String>()
        var words: [String] = []
        for text in texts {
            for part in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
                let word = folded(part)
                if words.count < textLimit, seen.insert(word).inserted { words.append(word) }
            }
        }
        return words
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
