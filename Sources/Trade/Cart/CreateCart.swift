import Offer
import Storage
import Supply
import Values
import Web

/// Opens a cart in one currency: empty, or with all that an order needs.
struct CreateCart: Endpoint {
    static let route = Route(.post, "/v1/carts", .shop)
    static let summary = """
        Opens a cart in one currency, empty or with lines, addresses and delivery as the requests for each of these \
        take them; whoever knows its id may fill and order it. Nothing is stored when one part is refused.
        """
    static let refusals: [any Refusal.Type] = [Pricing.Refusal.self, RefusedPart.self]

    struct Input: Decodable, Sendable {
        /// The first the shop sells in when none is named.
        let currency: Currency?
        /// English when none is named.
        let language: Language?
        let lines: Lines?
        let addresses: Addresses?
        let delivery: Way?

        struct Addresses: Decodable, Sendable {
            let email: EmailAddress
            let invoiceAddress: PostalAddress
            /// The invoice address when none is named.
            let deliveryAddress: PostalAddress?
        }

        struct Way: Decodable, Sendable {
            let method: Delivery.Method
            /// With `collect`: a place of kind dealer.
            let dealer: ID<Place>?
        }
    }

    let shop: Shop

    func letBegin() throws { try shop.letBegin() }

    func answer(_ input: Input, for caller: Caller) async throws -> Created<CartView> {
        let id: ID<Cart> = shop.newID()
        let lines = (input.lines?.list ?? []).map { (shop.newID(Cart.Line.self), $0) }
        let now = shop.now
        let view = try await shop.write(.readCommitted) { db in
            let sold = try PricingSettings.find(in: db).currencies
            guard let currency = input.currency ?? sold.first, sold.contains(currency) else {
                throw Pricing.Refusal.notSold(input.currency ?? .EUR)
            }
            var cart = Cart(id: id, currency: currency, language: input.language ?? .en)
            if let addresses = input.addresses {
                try cart.address(
                    email: addresses.email, invoice: addresses.invoiceAddress, delivery: addresses.deliveryAddress)
            }
            if let way = input.delivery {
                try RefusedPart.named("#/delivery") { try cart.deliver(Delivery(way.method, at: way.dealer, in: db)) }
            }
            // Last, because what may be had depends on where it goes.
            let market = lines.isEmpty ? nil : try cart.market(in: db)
            for (number, (line, wanted)) in lines.enumerated() {
                try RefusedPart.named("#/lines/\(number)") {
                    let item = try Configuration.complete(
                        wanted.product, wanted.choices ?? .none, version: nil, currency: currency, market: market,
                        on: now.day, in: db)
                    _ = try cart.add(item, wanted.quantity, as: line)
                }
            }
            try cart.insert(at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
        return Created(view, at: "/v1/carts/\(id)")
    }

    /// At most as many as a cart holds.
    struct Lines: Sendable {
        let list: [Line]

        struct Line: Decodable, Sendable {
            let product: ID<Product>
            let quantity: Quantity
            /// None for a fixed product; what is left open gets its default.
            let choices: Choices?
        }
    }
}

extension CreateCart.Lines: SchemaDeclaring {
    static let schema = Schema.array(
        .object([
            .required("product", ID<Product>.schema), .required("quantity", Quantity.schema),
            .optional("choices", Choices.schema),
        ]), count: 0...Cart.lineLimit)

    init(from decoder: any Decoder) throws { list = try [Line](from: decoder) }
}
