import Storage
import Values
import Web

/// Says who buys, who pays, and where it goes.
struct AddressCart: Endpoint {
    static let route = Route(.put, "/v1/carts/{cart}/addresses", .shop)
    static let summary = """
        Names the buyer's e-mail address and language, the invoice address and, when it is another, the delivery \
        address.
        """
    static let refusals: [any Refusal.Type] = [Cart.Refusal.self]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let email: EmailAddress
        let invoiceAddress: PostalAddress
        /// The invoice address when none is named.
        let deliveryAddress: PostalAddress?
        /// In which the buyer gets mails; the cart's own when none is named.
        let language: Language?
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> CartView {
        let now = shop.now
        return try await shop.change(input.cart) { db in
            var cart = try Cart.find(input.cart, in: db)
            try cart.address(
                email: input.email, invoice: input.invoiceAddress, delivery: input.deliveryAddress,
                language: input.language)
            try cart.save(at: now, in: db)
            return try CartView.of(cart, at: now, in: db)
        }
    }
}
