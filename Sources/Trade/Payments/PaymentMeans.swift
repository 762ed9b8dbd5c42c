import Storage

/// How a buyer pays: with a card the bank has named to them, or at the bank's own payment page.
package enum PaymentMeans: Sendable, Equatable {
    /// The card, as the bank named it to the buyer's browser; never a card number.
    case card(token: String)
    /// The shop never sees a card.
    case hosted

    /// Begins with no letter, so that it is no token.
    private static let hostedText = "(hosted)"

    /// As it is stored, and as it is told apart from others in a request.
    var text: String {
        switch self {
        case .card(let token): token
        case .hosted: Self.hostedText
        }
    }

    init(text: String) { self = text == Self.hostedText ? .hosted : .card(token: text) }
}
