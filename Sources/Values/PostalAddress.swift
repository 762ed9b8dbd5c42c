/// Where people live and parcels go, written as the post wants it. Each part is 1 to 120 characters without line
/// breaks.
package struct PostalAddress: Hashable, Sendable, Codable {
    package let name: String
    package let company: String?
    package let street: String
    package let extra: String?
    package let postalCode: String
    package let city: String
    package let region: String?
    package let country: Country
    package let phone: String?

    package static let partLengthLimit = 120

    package init(
        name: String, company: String? = nil, street: String, extra: String? = nil, postalCode: String, city: String,
        region: String? = nil, country: Country, phone: String? = nil
    ) {
        self.name = name
        self.company = company
        self.street = street
        self.extra = extra
        self.postalCode = postalCode
        self.city = city
        self.region = region
        self.country = country
        self.phone = phone
    }

    /// The lines of a label, without the country when it is `home`.
    package func lines(from home: Country? = nil) -> [String] {
        [name, company, street, extra, "\(postalCode) \(city)", region, country == home ? nil : country.code]
            .compactMap { $0 }.filter { !$0.isEmpty }
    }
}
