import Offer
import Supply
import Values

/// Examples of carts for the API document, seeds and tests.
extension Cart {
    package static let sampleEmail: EmailAddress = {
        guard let address = EmailAddress("ada@example.org") else { preconditionFailure("the sample is no address") }
        return address
    }()

    package static let sampleAddress = PostalAddress(
        name: "Ada Lovelace", street: "Hauptstraße 1", postalCode: "10115", city: "Berlin", country: "DE")

    /// In another country, and so taxed otherwise.
    package static let sampleAddressAbroad = PostalAddress(
        name: "Ada Lovelace", street: "Mariahilfer Straße 1", postalCode: "1060", city: "Wien", country: "AT")
}

extension Cart.Change {
    static let sample = price("01jcs8k4v0line", from: Money(39_900, .EUR), to: Money(42_900, .EUR))
}
