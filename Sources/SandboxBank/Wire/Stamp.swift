import Values

/// A point in time as the store keeps it, in milliseconds, which is read faster than a text; the wire has seconds.
struct Stamp: Codable, Hashable, Sendable {
    let instant: Instant

    init(_ instant: Instant) { self.instant = instant }

    init(from decoder: any Decoder) throws {
        instant = Instant(milliseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(instant.milliseconds)
    }

    /// Seconds since 1970, as in every object of Stripe's.
    var json: JSON { .integer(instant.seconds) }
}

extension JSON {
    init(orNull text: String?) { self = text.map(JSON.string) ?? .null }

    /// Sorted by name, so that one object always reads alike.
    init(metadata: [String: String]) {
        let members = metadata.sorted { $0.key < $1.key }
        self = .object(Object(members.map { .init(name: $0.key, value: .string($0.value)) }))
    }
}

extension Currency {
    /// Stripe writes currencies in lower case.
    var stripeCode: String { code.lowercased() }

    init?(stripeCode: String) {
        guard stripeCode.utf8.count == 3 else { return nil }
        self.init(rawValue: stripeCode.uppercased())
    }
}
