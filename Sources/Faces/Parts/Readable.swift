import Notices
import Values

/// How pages write times and addresses, for buyers and staff alike.
struct Readable: Sendable {
    private let language: Language

    init(_ language: Language) { self.language = language }

    /// `23 November 2026, 10:02 UTC`
    func time(_ instant: Instant) -> String { "\(minute(instant)) UTC" }

    /// `23 November 2026, 10:02`, where everybody knows by which clock.
    func minute(_ instant: Instant) -> String {
        "\(Written(language).day(instant)), \(instant.description.dropFirst(11).prefix(5))"
    }

    /// An address of the API as on a label, a part a line.
    func address(_ address: JSON?) -> [String] {
        func part(_ name: String) -> String? { address?[name]?.string }
        let city = [part("postalCode"), part("city")].compactMap { $0 }.joined(separator: " ")
        let country = part("country").map { Destinations.name(of: $0, in: language) }
        return (["name", "company", "street", "extra"].map(part) + [city, part("region"), country, part("phone")])
            .compactMap { $0 }.filter { !$0.isEmpty }
    }
}
