@testable import Notices
import Trade
import Values

/// Letters that several tests write.
enum LetterSamples {
    static let letterhead = Letterhead(
        shopName: "Autohaus Süd", address: EmailAddress("shop@autohaus.example")!, home: "DE")

    static let ada = PostalAddress(
        name: "Ada Lovelace", company: "Analytical Engines", street: "Hauptstraße 1", postalCode: "10115",
        city: "Berlin", country: "DE")

    static func letter(
        _ kind: Mail.Kind = .confirmation, in language: Language = .en, name: String = "Ada Lovelace",
        product: String? = nil, option: String? = nil, tracking: String = "JD0146000034",
        reference: String? = nil
    ) -> OrderLetter {
        let isGerman = language == .de
        let buyer = PostalAddress(
            name: name, company: ada.company, street: ada.street, postalCode: ada.postalCode, city: ada.city,
            country: ada.country)
        let car = OrderLetter.Line(
            name: product ?? (isGerman ? "Kombi Linde" : "Linden estate"),
            options: [
                (isGerman ? "Lackierung" : "Paint", option ?? (isGerman ? "Nachtblau" : "Night blue")),
                (isGerman ? "Sonderausstattung" : "Extra equipment", isGerman ? "Anhängerkupplung" : "Tow bar"),
            ],
            quantity: 1, unitPrice: Money(3_245_050, .EUR), total: Money(3_245_050, .EUR))
        let mats = OrderLetter.Line(
            name: isGerman ? "Fußmatten" : "Floor mats", quantity: 2, unitPrice: Money(4_990, .EUR),
            total: Money(9_980, .EUR))
        return OrderLetter(
            kind, language: language, order: "01kp4wm28hbm4r6t7qy3c9xv2e", number: "K7Q2-M9XD-4T",
            reference: reference, placedAt: Instant("2026-11-23T09:30:00Z")!,
            email: EmailAddress("ada@example.org")!, invoiceAddress: buyer,
            delivery: .init(.shipped(to: PostalAddress(
                name: "Charles Babbage", street: "Rue de la Paix 5", postalCode: "75002", city: "Paris",
                country: "FR")),
                Money(49_900, .EUR)),
            lines: [car, mats], adjustments: [.init(isGerman ? "Nachlass" : "Discount", Money(-100_000, .EUR))],
            taxes: [.init(Percentage("19")!, Money(511_743, .EUR)), .init(Percentage("5.5")!, Money(120, .EUR))],
            includesTax: true, total: Money(3_204_930, .EUR),
            parcel: kind == .shipped
                ? .init(
                    carrier: "DHL", tracking: tracking, contents: [(isGerman ? "Fußmatten" : "Floor mats", 2)])
                : nil,
            refunded: kind == .refunded ? Money(4_990, .EUR) : nil)
    }

    static func mail(_ letter: OrderLetter = letter()) throws -> Mail {
        try letter.mail(letterhead, at: Instant("2026-11-23T09:31:07Z")!)
    }
}

extension Mail.Kind {
    /// The letters about orders.
    static let ofOrders = allCases.filter(\.isAboutOrder)
}
