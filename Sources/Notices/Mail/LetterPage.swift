import Mustache
import Values

/// A letter written out: what the templates fill in, once as text and once as HTML.
struct LetterPage {
    let words: LetterWords
    private let letter: OrderLetter
    private let letterhead: Letterhead
    private let written: Written

    /// Wide enough for most names, narrow enough to be quoted in an answer.
    private static let textWidth = 72

    private static let templates = Markup.library([
        "html": PackageResources.LetterHTML_mustache, "text": PackageResources.LetterText_mustache,
    ])

    init(_ letter: OrderLetter, _ letterhead: Letterhead) {
        self.letter = letter
        self.letterhead = letterhead
        words = .in(letter.language)
        written = Written(letter.language)
    }

    var html: String { Self.templates.render(content, withTemplate: "html") ?? "" }

    var text: String { Self.templates.render(content, withTemplate: "text") ?? "" }

    /// Only a confirmation is an invoice's forerunner and shows all amounts; the other letters tell their one news.
    private var content: [String: Any] {
        var content: [String: Any] = [
            "language": letter.language.rawValue, "shop": letterhead.shopName,
            "subject": words.subject(letter.kind, letter.number),
            "greeting": words.greeting(Self.oneLine(letter.invoiceAddress.name)), "opening": words.opening(letter.kind),
            "facts": facts, "closing": words.closing, "address": letterhead.address.text, "addresses": addresses,
            "link": letterhead.orderAddress(letter.order) as Any? ?? false as Any, "linkText": words.link,
        ]
        switch letter.kind {
        case .confirmation, .cancelled:
            content["heading"] = words.items
            content["lines"] = letter.lines.map(line)
            content["sums"] = sums
        case .shipped:
            content["heading"] = words.parcel
            content["lines"] = (letter.parcel?.contents ?? []).map { thing(Self.oneLine($0.name), $0.quantity) }
        case .readyForPickup, .handedOver:
            content["heading"] = words.items
            content["lines"] = letter.lines.map { thing(Self.oneLine($0.name), $0.quantity) }
        case .refunded: break
        }
        content["hasLines"] = (content["lines"] as? [Any])?.isEmpty == false
        content["hasSums"] = content["sums"] != nil
        return content
    }

    private var facts: [[String: Any]] {
        var facts = [(words.order, letter.number), (words.placed, written.day(letter.placedAt))]
        if let refunded = letter.refunded, letter.kind == .refunded {
            facts.append((words.refunded, written.amount(refunded)))
        }
        if let parcel = letter.parcel {
            facts.append((words.carrier, Self.oneLine(parcel.carrier)))
            if let tracking = parcel.tracking { facts.append((words.tracking, Self.oneLine(tracking))) }
        }
        return facts.map { ["label": $0.0, "value": $0.1] }
    }

    private func line(_ line: OrderLetter.Line) -> [String: Any] {
        let name = Self.oneLine(line.name)
        let amount = written.amount(line.total)
        let options = line.options.map { ["group": Self.oneLine($0.group), "name": Self.oneLine($0.name)] }
        var content: [String: Any] = [
            "quantity": String(line.quantity), "name": name, "amount": amount, "options": options,
            "row": Self.row("\(line.quantity) × \(name)", amount),
        ]
        if line.quantity > 1 { content["each"] = "\(words.each) \(written.amount(line.unitPrice))" }
        return content
    }

    private func thing(_ name: String, _ quantity: Int) -> [String: Any] {
        ["quantity": String(quantity), "name": name, "row": "\(quantity) × \(name)", "options": [[String: String]]()]
    }

    private var sums: [[String: Any]] {
        let goods = letter.lines.map(\.total).total(letter.total.currency)
        var sums = [(words.subtotal, goods, false)]
        sums += letter.adjustments.map { (Self.oneLine($0.reason), $0.amount, false) }
        let delivery = switch letter.delivery.way {
        case .shipped: words.delivery
        case .collected: words.collection
        }
        sums.append((delivery, letter.delivery.amount, false))
        let taxes = letter.taxes.map { tax in
            let rate = written.rate(tax.rate)
            return (letter.includesTax ? words.taxIncluded(rate) : words.taxAdded(rate), tax.amount, false)
        }
        let total = (words.total, letter.total, true)
        sums += letter.includesTax ? [total] + taxes : taxes + [total]
        return sums.map { label, amount, isTotal in
            let amount = written.amount(amount)
            return ["label": label, "amount": amount, "isTotal": isTotal, "row": Self.row(label, amount)]
        }
    }

    private var addresses: [[String: Any]] {
        var addresses = [(words.invoiceAddress, letter.invoiceAddress.lines(from: letterhead.home))]
        switch letter.delivery.way {
        case .shipped(let address): addresses.append((words.deliveryAddress, address.lines(from: letterhead.home)))
        case .collected(let place, let lines): addresses.append((words.collectAt, [place] + lines))
        }
        return addresses.map { label, lines in ["label": label, "lines": lines.map(Self.oneLine)] }
    }

    /// The amount at the right edge; behind the text where that is too long.
    private static func row(_ text: String, _ amount: String) -> String {
        text + String(repeating: " ", count: max(2, textWidth - text.count - amount.count)) + amount
    }

    /// A name that breaks the line would pass for a line of ours in a text mail.
    private static func oneLine(_ text: String) -> String {
        HeaderText.isOneLine(text)
            ? text
            : String(String.UnicodeScalarView(text.unicodeScalars.map { HeaderText.isOneLine(String($0)) ? $0 : " " }))
    }
}
