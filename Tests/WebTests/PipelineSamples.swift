import Values
import Web

/// A small shop counter that the pipeline is tried on.
enum Counter {
    struct Greeting: View {
        let text: String
        let quantity: Quantity
    }

    enum Size: String, CaseIterable, Codable, Sendable { case small, large }

    enum Refused: Refusal {
        case soldOut

        static let catalogue = [Self.soldOut.problem]

        var problem: Problem { Problem(409, "sold-out", "Nothing left.", ["left": 0]) }
    }

    struct PutLine: Endpoint {
        static let route = Route(.post, "/v1/carts/{cart}/lines", .shop)
        static let summary = "Puts something into a cart."
        static let refusals: [any Refusal.Type] = [Refused.self]

        struct Input: Decodable, Sendable {
            let cart: ID<Greeting>
            let product: ID<Size>
            let quantity: Quantity
            let size: Size?
            let lines: [Line]?

            struct Line: Decodable, Sendable {
                let quantity: Quantity
                let text: String
            }
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Created<Greeting> {
            if input.product.text == "sold-out" { throw Refused.soldOut }
            if input.product.text == "broken" { throw Malformed("a secret of the program") }
            if input.product.text == "busy" { throw Busy() }
            let view = Greeting(text: "\(input.cart)/\(input.product)", quantity: input.quantity)
            return Created(view, at: "/v1/carts/\(input.cart)")
        }
    }

    struct Busy: Error {}
}
