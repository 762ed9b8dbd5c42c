import Values

/// Every amount that makes up a price, in order, each with its reason.
package struct PriceTrace: Codable, Hashable, Sendable {
    package let entries: [Entry]

    package struct Entry: Codable, Hashable, Sendable {
        package let kind: Kind
        package let reason: Texts
        package let amount: Money

        package init(_ kind: Kind, _ reason: Texts, _ amount: Money) {
            self.kind = kind
            self.reason = reason
            self.amount = amount
        }
    }

    package enum Kind: String, CaseIterable, Codable, Sendable { case base, option, discount, delivery, tax }

    package init(_ entries: [Entry]) { self.entries = entries }
}
