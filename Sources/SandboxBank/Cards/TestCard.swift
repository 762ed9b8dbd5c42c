/// A card that buys nothing: the only kind this bank takes. What happens when it pays is printed on it.
///
/// Numbers and names are Stripe's (https://docs.stripe.com/testing), so that what works here works there.
enum TestCard: String, CaseIterable, Codable, Sendable {
    case visa
    case mastercard
    case declined
    case insufficientFunds
    case expired
    /// 3-D Secure is asked for unless the card was set up for later use, which this bank doesn't do.
    case authenticationUnlessSetUp
    case authenticationRequired
    /// 3-D Secure is asked for, and then there is no money.
    case authenticationThenInsufficientFunds

    /// The card of that number, spaces and dashes aside; nil for a number that is no test card's.
    init?(number: String) {
        guard let card = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = card
    }

    /// The card behind one of Stripe's well-known payment methods.
    init?(wellKnown name: String) {
        guard let card = Self.wellKnown[name] else { return nil }
        self = card
    }

    private static let wellKnown: [String: TestCard] = [
        "pm_card_visa": .visa,
        "pm_card_mastercard": .mastercard,
        "pm_card_chargeDeclined": .declined,
        "pm_card_visa_chargeDeclined": .declined,
        "pm_card_chargeDeclinedInsufficientFunds": .insufficientFunds,
        "pm_card_visa_chargeDeclinedInsufficientFunds": .insufficientFunds,
        "pm_card_chargeDeclinedExpiredCard": .expired,
        "pm_card_visa_chargeDeclinedExpiredCard": .expired,
        "pm_card_threeDSecure2Required": .authenticationUnlessSetUp,
        "pm_card_authenticationRequired": .authenticationRequired,
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds": .authenticationThenInsufficientFunds,
    ]

    var number: String {
        switch self {
        case .visa: "4242424242424242"
        case .mastercard: "5555555555554444"
        case .declined: "4000000000000002"
        case .insufficientFunds: "4000000000009995"
        case .expired: "4000000000000069"
        case .authenticationUnlessSetUp: "4000002500003155"
        case .authenticationRequired: "4000002760003184"
        case .authenticationThenInsufficientFunds: "4000008260003178"
        }
    }

    var lastFour: String { String(number.suffix(4)) }

    var brand: String { self == .mastercard ? "mastercard" : "visa" }

    var asksForAuthentication: Bool {
        switch self {
        case .authenticationUnlessSetUp, .authenticationRequired, .authenticationThenInsufficientFunds: true
        case .visa, .mastercard, .declined, .insufficientFunds, .expired: false
        }
    }

    /// Why a charge fails; nil for a card that pays.
    var decline: Decline? {
        switch self {
        case .visa, .mastercard, .authenticationUnlessSetUp, .authenticationRequired: nil
        case .declined: .generic
        case .insufficientFunds, .authenticationThenInsufficientFunds: .insufficientFunds
        case .expired: .expired
        }
    }

    /// The check digit's rule (ISO/IEC 7812-1, annex B), which catches a mistyped number.
    static func hasValidCheckDigit(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit) * (place.isMultiple(of: 2) ? 1 : 2)
            sum += value > 9 ? value - 9 : value
        }
        return sum.isMultiple(of: 10)
    }
}

/// Why the issuer of a card won't pay (https://docs.stripe.com/declines/codes).
enum Decline: String, Codable, Sendable {
    case generic
    case insufficientFunds
    case expired

    var code: String { self == .expired ? "expired_card" : "card_declined" }

    var declineCode: String {
        switch self {
        case .generic: "generic_decline"
        case .insufficientFunds: "insufficient_funds"
        case .expired: "expired_card"
        }
    }

    var message: String {
        switch self {
        case .generic: "Your card was declined."
        case .insufficientFunds: "Your card has insufficient funds."
        case .expired: "Your card has expired."
        }
    }
}
