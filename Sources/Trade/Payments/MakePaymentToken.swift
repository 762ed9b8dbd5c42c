import Storage
import Values
import Web

/// Turns a test card into a token; only there with the sandbox bank, and only its test cards are taken.
struct MakePaymentToken: Endpoint {
    static let route = Route(.post, "/v1/payment-tokens", .shop)
    static let summary = """
        Turns one of the sandbox bank's test cards into a payment token. Nothing of the card is kept. With a real \
        gateway this route doesn't exist: the buyer's browser gets the token from the gateway.
        """
    static let refusals: [any Web.Refusal.Type] = [TestCard.Refusal.self]

    struct Input: Decodable, Sendable {
        let number: CardDigits
        let expiryMonth: Int
        let expiryYear: Int
        let cvc: CardDigits
    }

    let cards: any TestCards

    func answer(_ input: Input, for caller: Caller) async throws -> Created<PaymentTokenView> {
        let card = TestCard(
            number: input.number.text, expiryMonth: input.expiryMonth, expiryYear: input.expiryYear,
            cvc: input.cvc.text)
        do {
            let token = try await cards.token(card)
            return Created(PaymentTokenView(token: token), at: "/v1/payment-tokens/\(token)")
        } catch .refused {
            throw TestCard.Refusal.notATestCard
        } catch {
            throw TestCard.Refusal.bankAway
        }
    }
}

/// A token to order with.
package struct PaymentTokenView: View {
    package let token: String
}

/// Digits of a card on their way through: 3 to 19 of them.
package struct CardDigits: Decodable, Sendable, SchemaDeclaring {
    let text: String

    package static let schema = Schema.string(
        3...19, pattern: "^[0-9]{3,19}$", example: "4242424242424242", reason: "must be 3 to 19 digits",
        isValid: isValid)

    private static func isValid(_ text: String) -> Bool {
        (3...19).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
        guard Self.isValid(text) else { throw Malformed("3 to 19 digits") }
    }
}

extension TestCard {
    package enum Refusal: Web.Refusal, Equatable {
        case notATestCard
        case bankAway

        package static let catalogue = [Self.notATestCard, .bankAway].map(\.problem)

        package var problem: Problem {
            switch self {
            case .notATestCard:
                Problem(422, "not-a-test-card", "The sandbox bank takes its test cards only, such as 4242424242424242.")
            case .bankAway:
                Problem(503, "bank-away", "The bank doesn't answer. Try again.", headers: ["Retry-After": "5"])
            }
        }
    }
}
