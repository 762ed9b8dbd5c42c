import Values

/// The letter as plain text, in lines that fit a screen.
extension LetterPage {
    /// Wide enough for most names, narrow enough to be quoted in an answer.
    private static let textWidth = 72
    private static let rule = String(repeating: "-", count: textWidth) + "\n"
    private static let blanks = String(repeating: " ", count: textWidth)

    var text: String {
        var text = "\(greeting)\n\n\(opening)\n\n"
        for fact in facts { text += "\(fact.label): \(fact.value)\n" }
        if let heading {
            text += "\n\(heading)\n" + Self.rule
            for line in lines { append(line, to: &text) }
            text += Self.rule
            for sum in sums { text += Self.row(sum.label, sum.amount) + "\n" }
        }
        for address in addresses {
            text += "\n\(address.label)\n"
            for line in address.lines { text += "    \(line)\n" }
        }
        if let link { text += "\n\(linkName):\n\(link)\n" }
        return text + "\n\(words.closing)\n\n\(letterhead.shopName)\n\(letterhead.address.text)\n"
    }

    private func append(_ line: Line, to text: inout String) {
        let thing = "\(line.quantity) × \(line.name)"
        text += (line.amount.map { Self.row(thing, $0) } ?? thing) + "\n"
        if let each = line.each { text += "    \(each)\n" }
        for option in line.options { text += "    \(option.group): \(option.name)\n" }
    }

    /// The amount at the right edge; behind the text where that is too long.
    private static func row(_ text: String, _ amount: String) -> String {
        text + blanks.prefix(max(2, textWidth - text.count - amount.count)) + amount
    }
}
