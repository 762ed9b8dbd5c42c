import Values

/// Every amount that makes up a price, in order, each with its reason. What is not `included` in another entry adds up
/// to the price.
package struct PriceTrace: Codable, Hashable, Sendable {
    package let entries: [Entry]

    package struct Entry: Codable, Hashable, Sendable {
        package let kind: Kind
        package let label: Texts
        /// Below zero for what is taken off.
        package let amount: Money
        /// True for tax that the entries before it contain already.
        package let included: Bool
        /// The basket's line it belongs to, counted from 0; nil when it belongs to all of them.
        package let line: Int?

        package init(_ kind: Kind, _ label: Texts, _ amount: Money, included: Bool = false, line: Int? = nil) {
            self.kind = kind
            self.label = label
            self.amount = amount
            self.included = included
            self.line = line
        }
    }

    package enum Kind: String, CaseIterable, Codable, Sendable { case base, option, discount, delivery, tax }

    package init(_ entries: [Entry]) { self.entries = entries }
}
