import Offer
import Supply
import Values

/// What a buyer has chosen so far. Prices are the shop's; a buyer never sends one.
///
/// Whoever knows its id may read and change it: an id holds 80 random bits.
package struct Cart: Sendable {
    package let id: ID<Cart>
    package private(set) var state: State
    package let currency: Currency
    /// In which its buyer gets mails.
    package private(set) var language: Language
    package private(set) var email: EmailAddress?
    package private(set) var invoiceAddress: PostalAddress?
    /// Where parcels go when not to the invoice address.
    package private(set) var deliveryAddress: PostalAddress?
    package private(set) var delivery: Delivery?
    package private(set) var lines: [Line]
    /// The order it became.
    package let order: ID<Order>?
    /// Whether an order of it failed; it was opened again then.
    let isReopened: Bool

    package enum State: String, CaseIterable, Codable, Sendable { case open, ordered }

    /// One product in one configuration, as often as it is wanted, at the price agreed when it was put in.
    package struct Line: Sendable, Equatable {
        package let id: ID<Line>
        /// Counts up as lines are put in; the place of one that was removed stays free.
        package let position: Int
        package let product: ID<Product>
        /// What the product was called when it was put in; shown when it can't be looked up any more.
        package let name: Texts
        /// The configuration model the choices were made from; nil for a fixed product.
        package fileprivate(set) var modelVersion: Int?
        package fileprivate(set) var choices: Choices
        package fileprivate(set) var quantity: Quantity
        package fileprivate(set) var unitPrice: Money

        package init(
            id: ID<Line>, position: Int, product: ID<Product>, name: Texts, modelVersion: Int?, choices: Choices,
            quantity: Quantity, unitPrice: Money
        ) {
            self.id = id
            self.position = position
            self.product = product
            self.name = name
            self.modelVersion = modelVersion
            self.choices = choices
            self.quantity = quantity
            self.unitPrice = unitPrice
        }
    }

    /// Whom an order is for, and how the goods get there: what a cart knows once nothing is missing.
    package struct Buyer: Sendable {
        package let email: EmailAddress
        package let invoiceAddress: PostalAddress
        /// The invoice address, unless another was named.
        package let deliveryAddress: PostalAddress
        package let delivery: Delivery
    }

    package enum Refusal: Error, Equatable {
        case unknown
        case unknownLine
        case alreadyOrdered
        case full(limit: Int)
        case tooMany(limit: Int)
        case tooDear(limit: Money)
        case dealerNeeded
        case dealerNotNeeded
        case notADealer(ID<Place>)
        /// What must be known before it can be ordered.
        case incomplete([Missing])
        /// What was agreed no longer holds; the buyer must look at it and accept.
        case changed([Change])
    }

    /// Something an order needs and this cart lacks.
    package enum Missing: String, CaseIterable, Codable, Sendable {
        case lines, email, invoiceAddress, delivery
    }

    /// Enough for a fleet order; keeps an order's transaction short.
    package static let lineLimit = 100

    /// An empty one.
    package init(id: ID<Cart>, currency: Currency, language: Language) {
        self.init(id: id, state: .open, currency: currency, language: language, email: nil, invoiceAddress: nil,
                  deliveryAddress: nil, delivery: nil, lines: [], order: nil, isReopened: false)
    }

    /// As the table holds it.
    init(
        id: ID<Cart>, state: State, currency: Currency, language: Language, email: EmailAddress?,
        invoiceAddress: PostalAddress?, deliveryAddress: PostalAddress?, delivery: Delivery?, lines: [Line],
        order: ID<Order>?, isReopened: Bool
    ) {
        self.id = id
        self.state = state
        self.currency = currency
        self.language = language
        self.email = email
        self.invoiceAddress = invoiceAddress
        self.deliveryAddress = deliveryAddress
        self.delivery = delivery
        self.lines = lines
        self.order = order
        self.isReopened = isReopened
    }
}

extension Cart {
    package var missing: [Missing] {
        var missing: [Missing] = []
        if lines.isEmpty { missing.append(.lines) }
        if email == nil { missing.append(.email) }
        if invoiceAddress == nil { missing.append(.invoiceAddress) }
        if delivery == nil { missing.append(.delivery) }
        return missing
    }

    /// Throws `Refusal.incomplete` with all that is missing.
    func buyer() throws(Refusal) -> Buyer {
        guard missing.isEmpty, let email, let invoiceAddress, let delivery else { throw .incomplete(missing) }
        return Buyer(
            email: email, invoiceAddress: invoiceAddress, deliveryAddress: deliveryAddress ?? invoiceAddress,
            delivery: delivery)
    }

    /// Adds to the line that holds the same configuration of the same product, or puts in a new one under `id`.
    /// A line that was there keeps the price agreed for it: a change since is shown, and accepted, as for any other.
    mutating func add(
        _ item: Configuration, _ quantity: Quantity, as id: ID<Line>
    ) throws(Refusal) -> Line {
        try checkOpen()
        if let place = lines.firstIndex(where: { $0.product == item.product.id && $0.choices == item.choices }) {
            guard let sum = Quantity(lines[place].quantity.count + quantity.count) else {
                throw .tooMany(limit: Quantity.range.upperBound)
            }
            lines[place].quantity = sum
            try checkWorth()
            return lines[place]
        }
        guard lines.count < Self.lineLimit else { throw .full(limit: Self.lineLimit) }
        let line = Line(
            id: id, position: (lines.last?.position ?? 0) + 1, product: item.product.id, name: item.product.name,
            modelVersion: item.modelVersion, choices: item.choices, quantity: quantity, unitPrice: item.unitPrice)
        lines.append(line)
        try checkWorth()
        return line
    }

    mutating func change(_ line: ID<Line>, to quantity: Quantity) throws(Refusal) -> Line {
        let place = try openPlace(of: line)
        lines[place].quantity = quantity
        try checkWorth()
        return lines[place]
    }

    mutating func remove(_ line: ID<Line>) throws(Refusal) {
        lines.remove(at: try openPlace(of: line))
    }

    /// `language` nil keeps the one the cart has.
    mutating func address(
        email: EmailAddress, invoice: PostalAddress, delivery: PostalAddress?, language: Language? = nil
    ) throws(Refusal) {
        try checkOpen()
        self.email = email
        self.language = language ?? self.language
        invoiceAddress = invoice
        deliveryAddress = delivery == invoice ? nil : delivery
    }

    mutating func deliver(_ delivery: Delivery) throws(Refusal) {
        try checkOpen()
        self.delivery = delivery
    }

    /// Agrees to the model and price that `item`, the same line looked up anew, has now.
    mutating func agree(_ line: ID<Line>, to item: Configuration) throws(Refusal) -> Line {
        let place = try openPlace(of: line)
        lines[place].modelVersion = item.modelVersion
        lines[place].choices = item.choices
        lines[place].unitPrice = item.unitPrice
        try checkWorth()
        return lines[place]
    }

    func checkOpen() throws(Refusal) {
        guard state == .open else { throw .alreadyOrdered }
    }

    private func openPlace(of line: ID<Line>) throws(Refusal) -> Int {
        try checkOpen()
        guard let place = lines.firstIndex(where: { $0.id == line }) else { throw .unknownLine }
        return place
    }

    private func checkWorth() throws(Refusal) {
        try Self.checkWorth(lines.map { ($0.unitPrice, $0.quantity) }, in: currency)
    }

    /// `Money` stops the program at 64 bits; a cart stops at `Money.limit`, far before.
    static func checkWorth(_ amounts: [(unitPrice: Money, quantity: Quantity)], in currency: Currency) throws(Refusal) {
        let worth = amounts.reduce(Int128(0)) { $0 + Int128($1.unitPrice.amount) * Int128($1.quantity.count) }
        guard worth <= Int128(Money.limit) else { throw .tooDear(limit: Money(Money.limit, currency)) }
    }
}
