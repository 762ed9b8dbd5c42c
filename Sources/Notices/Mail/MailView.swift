import Trade
import Values
import Web

/// A mail in the built-in mailbox, as a list shows it.
package struct MailView: View {
    package let id: ID<Mail>
    package let messageID: String
    /// Nil for a mail about an account.
    package let order: ID<Order>?
    package let kind: Mail.Kind
    package let to: String
    package let subject: String
    package let sentAt: Instant
    /// How often it was sent; more than once only after a crash.
    package let copies: Int
}

/// A mail with all that stands in it.
package struct MailTextView: View {
    package let mail: MailView
    package let text: MailBody
    package let html: MailBody
}

/// What stands in a mail: as long as an order of a hundred lines makes it.
package struct MailBody: Hashable, Sendable {
    package let text: String

    package static let lengthLimit = 1_000_000
}

extension MailBody: Codable, SchemaDeclaring {
    package static let schema = Schema.string(0...lengthLimit)

    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Mail {
    package enum Refusal: Error, Equatable {
        case unknown(ID<Mail>)
    }
}

extension Mail.Refusal: Web.Refusal {
    package static let catalogue = [Self.unknown("01kp4wm28hbm4r6t7qy3c9xv2e").problem]

    package var problem: Problem {
        switch self {
        case .unknown(let mail):
            Problem(404, "unknown-mail", "There is no such mail in the mailbox.", ["mail": .string(mail.text)])
        }
    }
}
