import Offer
import People
import Supply
import Values
import Web

/// Orders what is in a cart and pays for it: with a card the bank has turned into a token, or at the bank's own page.
struct PlaceOrder: Endpoint {
    static let route = Route(.post, "/v1/carts/{cart}/order", .shop)
    static let summary = """
        Orders a cart: reserves the parts, asks the bank, and answers 201 once the order is stored; 202 while the bank \
        or the buyer has still to answer. Without a card's token the buyer pays at the gateway's own page: send them \
        to the 202's `nextActionURL`, by its deadline.
        """
    static let refusals: [any Web.Refusal.Type] = [
        Cart.Refusal.self, Configuration.Refusal.self, Stock.Refusal.self, Pricing.Refusal.self, Checkout.Refusal.self,
    ]
    static let headers = ["Idempotency-Key": "idempotencyKey"]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let idempotencyKey: IdempotencyKey
        /// Left out like its token: the buyer pays at the gateway's page.
        let payment: Payment?
        /// What the buyer was told that it comes to: when the cart comes to anything else by now, nothing is ordered.
        let expectedTotal: Money?

        struct Payment: Decodable, Sendable {
            /// From the bank: `pm_…`. Never a card number.
            let token: PaymentToken?
        }
    }

    let checkout: Checkout

    func answer(_ input: Input, for caller: Caller) async throws -> OrderAnswer {
        // Whoever has still to show the second factor orders as a guest.
        let account: ID<Account>? = if case .customer(let person) = caller.identity, caller.may(.accountOwn) {
            ID(person.account)
        } else {
            nil
        }
        let means = input.payment?.token.map { PaymentMeans.card(token: $0.text) } ?? .hosted
        return try await checkout.place(
            input.cart, key: input.idempotencyKey.text, means: means, expected: input.expectedTotal,
            account: account)
    }
}
