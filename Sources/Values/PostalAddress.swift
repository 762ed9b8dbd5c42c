/// Where people live and parcels go, written as the post wants it. Each part is 1 to 120 characters without line
/// breaks.
package struct PostalAddress: Hashable, Sendable {
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

extension PostalAddress: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case name, company, street, extra, postalCode, city, region, country, phone }

    /// Reads what it wrote, members in their order; anything else goes by containers.
    package init?(json: JSON) {
        guard case .object(let object) = json else { return nil }
        var texts: [String: String] = [:]
        for member in object.members {
            guard case .string(let text) = member.value else { return nil }
            texts[member.name] = text
        }
        guard let name = texts["name"], let street = texts["street"], let postalCode = texts["postalCode"],
              let city = texts["city"], let country = texts["country"].flatMap({ Country($0) }) else { return nil }
        self.init(
            name: name, company: texts["company"], street: street, extra: texts["extra"], postalCode: postalCode,
            city: city, region: texts["region"], country: country, phone: texts["phone"])
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        company = try container.decodeIfPresent(String.self, forKey: .company)
        street = try container.decode(String.self, forKey: .street)
        extra = try container.decodeIfPresent(String.self, forKey: .extra)
        postalCode = try container.decode(String.self, forKey: .postalCode)
        city = try container.decode(String.self, forKey: .city)
        region = try container.decodeIfPresent(String.self, forKey: .region)
        country = try container.decode(Country.self, forKey: .country)
        phone = try container.decodeIfPresent(String.self, forKey: .phone)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("company", company)
        writer.member("street", street)
        writer.member("extra", extra)
        writer.member("postalCode", postalCode)
        writer.member("city", city)
        writer.member("region", region)
        writer.member("country", country.code)
        writer.member("phone", phone)
        writer.endObject()
    }
}
