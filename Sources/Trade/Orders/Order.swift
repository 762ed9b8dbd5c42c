import Offer
import People
import Storage
import Supply
import Values

/// What a buyer has bought: fixed when it was ordered, whatever the catalogue says later.
package struct Order: Sendable {
    package let id: ID<Order>
    /// What people read out on the telephone: `K7Q2-M9XD-4T`.
    package let number: String
    package let cart: ID<Cart>
    /// Of the customer it belongs to; nil for a guest's.
    package let account: ID<Account>?
    package let state: State
    package let language: Language
    package let email: EmailAddress
    package let invoiceAddress: PostalAddress
    /// Where it goes; for a collected order the buyer's, for the record.
    package let deliveryAddress: PostalAddress
    package let delivery: Delivery
    package let lines: [Line]
    package let totals: Totals
    package let createdAt: Instant
    package let placedAt: Instant?

    package var total: Money { totals.total }

    /// `pending` until the bank has answered; then `placed` or `failed`. `closed` when all is delivered and paid.
    package enum State: String, CaseIterable, Sendable, Storable, Codable {
        case pending, placed, closed, cancelled, failed

        package static let transitions = Transitions<State>(beginning: [.pending], [
            .pending: [.placed, .failed],
            .placed: [.closed, .cancelled],
        ])
    }

    package struct Line: Sendable {
        package let id: ID<Line>
        /// Counts from 1.
        package let position: Int
        package let product: ID<Product>
        package let name: Texts
        package let options: [Choice]
        package let modelVersion: Int?
        package let choices: Choices
        /// That these choices were found complete and valid for that version; nil for fixed goods, and for orders from
        /// before there were marks.
        package let mark: Configuration.Mark?
        package let quantity: Quantity
        package let unitPrice: Money
        /// What one unit takes from stock.
        package let demand: Demand
        package let capture: CapturePolicy
        package let shippedCount: Int

        /// A chosen option by name, in its group.
        package struct Choice: Sendable, Equatable {
            package let group: Texts
            package let name: Texts
        }
    }

    /// When the money is taken: at the order only if every line says so, else when the first of it ships.
    package var capture: CapturePolicy { lines.allSatisfy { $0.capture == .atOrder } ? .atOrder : .atShipment }

    /// What the whole order takes from stock.
    package var demand: Demand { lines.reduce(Demand()) { $0 + $1.demand.times($1.quantity) } }

    /// An order as it is first written: a cart whose every line has just been looked up and priced.
    init(
        _ priced: PricedCart, totals: Totals, buyer: Cart.Buyer, account: ID<Account>? = nil, id: ID<Order>,
        number: String, at now: Instant
    ) {
        self.id = id
        self.number = number
        cart = priced.cart.id
        self.account = account
        state = .pending
        language = priced.cart.language
        email = buyer.email
        invoiceAddress = buyer.invoiceAddress
        deliveryAddress = buyer.deliveryAddress
        delivery = buyer.delivery
        lines = priced.lines.enumerated().map { Line($1.configuration, $1.line.quantity, position: $0 + 1, order: id) }
        self.totals = totals
        createdAt = now
        placedAt = nil
    }

    package init(
        id: ID<Order>, number: String, cart: ID<Cart>, account: ID<Account>? = nil, state: State, language: Language,
        email: EmailAddress, invoiceAddress: PostalAddress, deliveryAddress: PostalAddress, delivery: Delivery,
        lines: [Line], totals: Totals, createdAt: Instant, placedAt: Instant?
    ) {
        self.id = id
        self.number = number
        self.cart = cart
        self.account = account
        self.state = state
        self.language = language
        self.email = email
        self.invoiceAddress = invoiceAddress
        self.deliveryAddress = deliveryAddress
        self.delivery = delivery
        self.lines = lines
        self.totals = totals
        self.createdAt = createdAt
        self.placedAt = placedAt
    }

    /// The same order once the bank has said yes.
    func placed(at now: Instant) -> Order {
        Order(
            id: id, number: number, cart: cart, account: account, state: .placed, language: language, email: email,
            invoiceAddress: invoiceAddress, deliveryAddress: deliveryAddress, delivery: delivery, lines: lines,
            totals: totals, createdAt: createdAt, placedAt: now)
    }
}

extension Order.Line {
    init(_ configuration: Configuration, _ quantity: Quantity, position: Int, order: ID<Order>) {
        id = Self.id(of: order, position: position)
        self.position = position
        product = configuration.product.id
        name = configuration.product.name
        options = configuration.options.map { Choice(group: $0.group, name: $0.name) }
            + configuration.settings.map { Choice(group: $0.name, name: $0.text) }
        modelVersion = configuration.modelVersion
        choices = configuration.choices
        mark = configuration.mark
        self.quantity = quantity
        unitPrice = configuration.unitPrice
        demand = configuration.demand
        capture = configuration.product.capture
        shippedCount = 0
    }

    /// A line is named by its order and position.
    static func id(of order: ID<Order>, position: Int) -> ID<Order.Line> {
        guard let id = ID<Order.Line>("\(order.text)-\(position)") else {
            preconditionFailure("an order's id is too long to name its lines")
        }
        return id
    }
}
