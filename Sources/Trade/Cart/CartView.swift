import Offer
import Storage
import Supply
import Values
import Web

/// What a client sees of a cart: always the whole of it.
package struct CartView: View {
    package let id: ID<Cart>
    package let state: Cart.State
    package let currency: Currency
    package let language: Language
    package let email: EmailAddress?
    package let invoiceAddress: PostalAddress?
    /// The invoice address, unless another was named.
    package let deliveryAddress: PostalAddress?
    package let delivery: Delivery?
    package let lines: [Line]
    /// Missing while it isn't known where the goods go, and once the cart is ordered: then the order has them.
    package let totals: Totals?
    /// Why there are no totals although it is known where the goods go.
    package let undeliverable: String?
    /// What must be known before it can be ordered.
    package let missing: [Cart.Missing]
    /// What was agreed and no longer holds.
    package let changes: [Cart.Change]
    /// What all lines together ask for, and stock doesn't have now.
    package let shortages: [Stock.Shortage]
    /// The order it became.
    package let order: ID<Order>?

    package struct Line: Codable, Sendable {
        package let id: ID<Cart.Line>
        package let product: ID<Product>
        package let name: Texts
        /// What was chosen to look at, to be laid on each other from first to last.
        package let pictures: [PicturePath]
        package let options: [Configuration.Chosen]
        /// What its parameters are set to; missing when it has none.
        package let settings: [Configuration.Setting]?
        package let modelVersion: Int?
        package let quantity: Quantity
        /// In force now; what was agreed before stands in `changes` when it differs.
        package let unitPrice: Money
        package let amount: Money
        /// What one unit's price is made of.
        package let trace: PriceTrace
        package let availability: Availability
    }

    /// A hint, not a promise: stock is reserved with the order.
    package struct Availability: Codable, Sendable {
        /// Whether stock has what this line asks for, were it alone.
        package let enough: Bool
        /// How many could be had now, 999 at most; missing when it takes nothing from stock.
        package let left: Int?
    }

    init(_ priced: PricedCart, in db: any Transaction) throws {
        let cart = priced.cart
        let isOpen = cart.state == .open
        let demand = priced.demand
        let available = isOpen ? try Stock.available(demand.items, in: db) : [:]
        id = cart.id
        state = cart.state
        currency = cart.currency
        language = cart.language
        email = cart.email
        invoiceAddress = cart.invoiceAddress
        deliveryAddress = cart.deliveryAddress ?? cart.invoiceAddress
        delivery = cart.delivery
        let priceable = Dictionary(uniqueKeysWithValues: priced.lines.map { ($0.line.id, $0.configuration) })
        lines = try cart.lines.map { line in
            let pile = priceable[line.id]?.pile ?? PicturePile()
            let pictures = try pile.views(or: line.product, in: db)
            return priceable[line.id].map { Line(line, $0, pictures, isOpen: isOpen, available: available) }
                ?? Line(withdrawn: line, pictures)
        }
        totals = isOpen ? priced.totals : nil
        undeliverable = isOpen ? priced.refusal?.problem.title : nil
        missing = isOpen ? cart.missing : []
        changes = priced.changes
        shortages = !isOpen ? [] : demand.sorted.compactMap { item, wanted in
            let left = available[item, default: 0]
            return left < wanted ? Stock.Shortage(item: item, wanted: wanted, available: left) : nil
        }
        order = cart.order
    }

    /// The cart as it is stored, priced and held against stock.
    static func find(_ id: ID<Cart>, at now: Instant, in db: any Transaction) throws -> CartView {
        try CartView(PricedCart.find(id, at: now, in: db), in: db)
    }

    /// `cart` as it was just changed and stored.
    static func of(_ cart: Cart, at now: Instant, in db: any Transaction) throws -> CartView {
        try CartView(PricedCart(cart, at: now, in: db), in: db)
    }
}

extension CartView.Line {
    fileprivate init(
        _ line: Cart.Line, _ configuration: Configuration, _ pictures: [PicturePath], isOpen: Bool,
        available: [ID<Item>: Int]
    ) {
        id = line.id
        product = line.product
        name = configuration.product.name
        self.pictures = pictures
        options = configuration.options
        settings = configuration.settings.isEmpty ? nil : configuration.settings
        modelVersion = isOpen ? configuration.modelVersion : line.modelVersion
        quantity = line.quantity
        unitPrice = isOpen ? configuration.unitPrice : line.unitPrice
        amount = unitPrice * quantity
        trace = configuration.unitTrace
        let most = Quantity.range.upperBound
        let left = configuration.demand.sorted.map { item, count in
            max(0, min(most, available[item, default: 0] / count))
        }.min()
        let enough = left.map { $0 >= line.quantity.count } ?? true
        availability = .init(enough: !isOpen || enough, left: isOpen ? left : nil)
    }

    /// What can't be had any more is shown as it was agreed.
    fileprivate init(withdrawn line: Cart.Line, _ pictures: [PicturePath]) {
        id = line.id
        product = line.product
        name = line.name
        self.pictures = pictures
        options = []
        settings = nil
        modelVersion = line.modelVersion
        quantity = line.quantity
        unitPrice = line.unitPrice
        amount = unitPrice * quantity
        trace = PriceTrace([])
        availability = .init(enough: false, left: 0)
    }
}
