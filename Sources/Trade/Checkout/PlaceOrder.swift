import Offer
import Supply
import Values
import Web

/// Orders what is in a cart and pays for it with a card the bank has turned into a token.
struct PlaceOrder: Endpoint {
    static let route = Route(.post, "/v1/carts/{cart}/order", .shop)
    static let summary = """
        Orders a cart: reserves the parts, asks the bank, and answers 201 once the order is stored; 202 while the bank \
        or the buyer has still to answer.
        """
    static let refusals: [any Web.Refusal.Type] = [
        Cart.Refusal.self, Configuration.Refusal.self, Stock.Refusal.self, Pricing.Refusal.self, Checkout.Refusal.self,
    ]
    static let headers = ["Idempotency-Key": "idempotencyKey"]

    struct Input: Decodable, Sendable {
        let cart: ID<Cart>
        let idempotencyKey: IdempotencyKey
        let payment: Payment

        struct Payment: Decodable, Sendable {
            /// From the bank: `pm_…`. Never a card number.
            let token: PaymentToken
        }
    }

    let checkout: Checkout

    func answer(_ input: Input, for caller: Caller) async throws -> OrderAnswer {
        try await checkout.place(input.cart, key: input.idempotencyKey.text, token: input.payment.token.text)
    }
}
