import Storage
import Values
import Web

/// What staff see of a refund.
package struct RefundView: View {
    package let id: ID<Refund>
    package let order: ID<Order>
    package let amount: Money
    package let state: Refund.State
    package let reason: String
    package let parts: [Refund.Part]
    package let createdAt: Instant

    init(_ refund: Refund) {
        id = refund.id
        order = refund.order
        amount = refund.amount
        state = refund.state
        reason = refund.reason
        parts = refund.parts
        createdAt = refund.createdAt
    }
}

/// An order's refunds, oldest first.
package struct RefundsView: View {
    package let items: [RefundView]
}

/// Why somebody did something, in their own words: 1 to 500 characters.
package struct Reason: Codable, Sendable, Hashable, SchemaDeclaring {
    package let text: String

    package static let lengthLimit = 500
    package static let schema = Schema.string(1...lengthLimit)

    package init?(_ text: String) {
        guard !text.isEmpty, text.unicodeScalars.count <= Self.lengthLimit else { return nil }
        self.text = text
    }

    package init(from decoder: any Decoder) throws {
        guard let reason = Self(try decoder.singleValueContainer().decode(String.self)) else {
            throw Malformed("a reason is 1 to \(Self.lengthLimit) characters")
        }
        self = reason
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Refund {
    /// What has been given back, or is on its way.
    static func given(of order: ID<Order>, in db: any Transaction) throws -> Given {
        var given = Given()
        for refund in try all(of: order, in: db) where refund.state != .failed {
            for part in refund.parts {
                if part.kind == .delivery { given.delivery = true }
                if let line = part.line, let count = part.count { given.counts[line, default: 0] += count }
            }
        }
        return given
    }
}
