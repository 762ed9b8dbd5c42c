import People
import Values

/// A letter's contents, written out in its language: what the mail says as text and as HTML.
struct LetterPage {
    let words: LetterWords
    let subject: String
    let greeting: String
    let opening: String
    let facts: [Fact]
    /// What the lines are; nil for a letter without any.
    let heading: String?
    let lines: [Line]
    let sums: [Sum]
    let addresses: [Address]
    /// Where the order can be read, or what the letter leads to.
    let link: String?
    let linkName: String
    let letterhead: Letterhead
    let language: Language

    struct Fact {
        let label: String
        let value: String
    }

    struct Line {
        let quantity: Int
        let name: String
        var options: [(group: String, name: String)] = []
        /// Of the whole line; nil in a letter that isn't about money.
        var amount: String?
        /// What one costs, where it isn't the same.
        var each: String?
    }

    struct Sum {
        let label: String
        let amount: String
        var isTotal = false
    }

    struct Address {
        let label: String
        let lines: [String]
    }

    init(_ letter: OrderLetter, _ letterhead: Letterhead) {
        let words = LetterWords.in(letter.language)
        let written = Written(letter.language)
        self.words = words
        self.letterhead = letterhead
        language = letter.language
        subject = words.subject(letter.kind, letter.number)
        greeting = words.greeting(Self.oneLine(letter.invoiceAddress.name))
        opening = words.opening(letter.kind)
        facts = Self.facts(letter, words, written)
        addresses = Self.addresses(letter, words, letterhead)
        link = letterhead.orderAddress(letter.order)
        linkName = words.link(letter.kind)
        // Only a confirmation is an invoice's forerunner and shows all amounts; the other letters tell their one news.
        let showsAmounts = letter.kind == .confirmation || letter.kind == .cancelled
        sums = showsAmounts ? Self.sums(letter, words, written) : []
        lines = switch letter.kind {
        case .confirmation, .cancelled: letter.lines.map { Self.line($0, words, written) }
        case .readyForPickup, .handedOver:
            letter.lines.map { Line(quantity: $0.quantity, name: Self.oneLine($0.name)) }
        case .shipped:
            (letter.parcel?.contents ?? []).map { Line(quantity: $0.quantity, name: Self.oneLine($0.name)) }
        default: []
        }
        heading = lines.isEmpty ? nil : letter.kind == .shipped ? words.parcel : words.items
    }

    /// A letter about an account: what happened, and where to go.
    init(_ letter: AccountLetter, _ letterhead: Letterhead) {
        let words = LetterWords.in(letter.account.language)
        self.words = words
        self.letterhead = letterhead
        language = letter.account.language
        subject = words.subject(letter.kind, "")
        greeting = words.greeting(Self.oneLine(letter.account.name.text))
        opening = words.opening(letter.kind)
        (facts, heading, lines, sums, addresses) = ([], nil, [], [], [])
        link = letter.link
        linkName = words.link(letter.kind)
    }

    private static func facts(_ letter: OrderLetter, _ words: LetterWords, _ written: Written) -> [Fact] {
        var facts = [
            Fact(label: words.order, value: letter.number),
            Fact(label: words.placed, value: written.day(letter.placedAt)),
        ]
        if let refunded = letter.refunded, letter.kind == .refunded {
            facts.append(Fact(label: words.refunded, value: written.amount(refunded)))
        }
        if let parcel = letter.parcel {
            facts.append(Fact(label: words.carrier, value: oneLine(parcel.carrier)))
            if let tracking = parcel.tracking { facts.append(Fact(label: words.tracking, value: oneLine(tracking))) }
        }
        return facts
    }

    private static func line(_ line: OrderLetter.Line, _ words: LetterWords, _ written: Written) -> Line {
        Line(
            quantity: line.quantity, name: oneLine(line.name),
            options: line.options.map { (oneLine($0.group), oneLine($0.name)) }, amount: written.amount(line.total),
            each: line.quantity > 1 ? "\(words.each) \(written.amount(line.unitPrice))" : nil)
    }

    private static func sums(_ letter: OrderLetter, _ words: LetterWords, _ written: Written) -> [Sum] {
        let goods = letter.lines.map(\.total).total(letter.total.currency)
        var sums = [Sum(label: words.subtotal, amount: written.amount(goods))]
        sums += letter.adjustments.map { Sum(label: oneLine($0.reason), amount: written.amount($0.amount)) }
        let delivery = switch letter.delivery.way {
        case .shipped: words.delivery
        case .collected: words.collection
        }
        sums.append(Sum(label: delivery, amount: written.amount(letter.delivery.amount)))
        let taxes = letter.taxes.map { tax in
            let rate = written.rate(tax.rate)
            return Sum(
                label: letter.includesTax ? words.taxIncluded(rate) : words.taxAdded(rate),
                amount: written.amount(tax.amount))
        }
        let total = Sum(label: words.total, amount: written.amount(letter.total), isTotal: true)
        return sums + (letter.includesTax ? [total] + taxes : taxes + [total])
    }

    private static func addresses(
        _ letter: OrderLetter, _ words: LetterWords, _ letterhead: Letterhead
    ) -> [Address] {
        var addresses = [(words.invoiceAddress, letter.invoiceAddress.lines(from: letterhead.home))]
        switch letter.delivery.way {
        case .shipped(let address): addresses.append((words.deliveryAddress, address.lines(from: letterhead.home)))
        case .collected(let place, let lines): addresses.append((words.collectAt, [place] + lines))
        }
        return addresses.map { label, lines in Address(label: label, lines: lines.map(oneLine)) }
    }

    /// A name that breaks the line would pass for a line of ours in a text mail.
    private static func oneLine(_ text: String) -> String {
        HeaderText.isOneLine(text)
            ? text
            : String(String.UnicodeScalarView(text.unicodeScalars.map { HeaderText.isOneLine(String($0)) ? $0 : " " }))
    }
}
