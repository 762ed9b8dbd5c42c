import People
import Storage
import Trade
import Values

/// One mail to one reader, finished but for its wire format.
package struct Mail: Sendable {
    package let messageID: MessageID
    /// What it is about.
    package let about: Subject
    package let kind: Kind
    package let from: Correspondent
    package let to: Correspondent
    package let subject: String
    package let text: String
    package let html: String
    package let language: Language
    package let date: Instant

    package enum Subject: Sendable, Hashable {
        case order(ID<Order>)
        case account(ID<Account>)

        /// Its identifier, whichever it is.
        var text: String {
            switch self {
            case .order(let order): order.text
            case .account(let account): account.text
            }
        }
    }

    /// What happened to the order that its buyer is told of, or to the account.
    package enum Kind: String, CaseIterable, Codable, Sendable, Storable {
        case confirmation, shipped, cancelled, refunded
        case readyForPickup = "ready_for_pickup"
        case handedOver = "handed_over"
        case accountConfirmation = "account_confirmation"
        case accountKnown = "account_known"
        case accountReset = "account_reset"
        case accountInvitation = "account_invitation"
        case accountPasswordChanged = "account_password_changed"
        case accountSecondFactorChanged = "account_second_factor_changed"
        case accountEmailChange = "account_email_change"
        case accountEmailChanged = "account_email_changed"
        case accountClosed = "account_closed"

        var isAboutOrder: Bool {
            switch self {
            case .confirmation, .shipped, .cancelled, .refunded, .readyForPickup, .handedOver: true
            case .accountConfirmation, .accountKnown, .accountReset, .accountInvitation, .accountPasswordChanged,
                 .accountSecondFactorChanged, .accountEmailChange, .accountEmailChanged, .accountClosed: false
            }
        }
    }

    /// Throws `Malformed` for a subject that would begin another header field.
    package init(
        _ messageID: MessageID, about: Subject, kind: Kind, from: Correspondent, to: Correspondent, subject: String,
        text: String, html: String, language: Language, date: Instant
    ) throws(Malformed) {
        guard HeaderText.isOneLine(subject) else { throw Malformed("a subject is one line") }
        self.messageID = messageID
        self.about = about
        self.kind = kind
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
        self.date = date
    }
}

/// Who writes, or who is written to.
package struct Correspondent: Sendable, Hashable {
    package let name: String?
    package let address: EmailAddress

    /// Throws `Malformed` for a name that would begin another header field.
    package init(name: String? = nil, _ address: EmailAddress) throws(Malformed) {
        guard HeaderText.isOneLine(name ?? "") else { throw Malformed("a name is one line") }
        self.name = name
        self.address = address
    }
}

/// A mail's name among all mails of the world (RFC 5322, section 3.6.4), made from what the mail is about: sent again
/// after a crash, a mail has the name it had, so that the reader's mail program can see that it is the same.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// With its angle brackets.
    package let text: String

    /// `reference` tells two mails of a kind about one thing apart: the shipment, the refund, the link.
    package init(_ about: Mail.Subject, _ kind: Mail.Kind, _ reference: String?, at domain: String) {
        text = "<\(about.text).\(kind.rawValue)\(reference.map { ".\($0)" } ?? "")@\(domain)>"
    }

    private init(stored text: String) { self.text = text }

    package var description: String { text }
}

extension MessageID: Storable {
    package init(stored: StoredValue) throws {
        guard case .text(let text) = stored else { throw Unreadable(stored, as: Self.self) }
        self.init(stored: text)
    }

    package var stored: StoredValue { .text(text) }
}

/// Takes mails to their readers: a mail server, or the built-in mailbox.
package protocol MailCarrier: Sendable {
    /// Returns nil once the mail is in other hands; where those are the shop's own database, what puts it there, to be
    /// written with whatever else is. When it throws, the mail may have been sent all the same.
    func send(_ mail: Mail) async throws -> Mail.Keep?
}

extension Mail {
    /// Puts a mail into the shop's own database.
    package typealias Keep = LastWrite.Work
}

/// What stands at the head of every mail the shop writes.
package struct Letterhead: Sendable {
    package let shopName: String
    package let address: EmailAddress
    /// Left out of addresses in this country; nil: always said.
    package let home: Country?
    /// Where a buyer looks at their order; the address opens it for whoever has it.
    package let orderAddress: @Sendable (ID<Order>) -> String?
    /// Where a letter about an account leads to.
    package let accountAddress: @Sendable (Mail.Kind, Account.Kind, _ token: String?) -> String?

    package init(
        shopName: String, address: EmailAddress, home: Country? = nil,
        orderAddress: @escaping @Sendable (ID<Order>) -> String? = { _ in nil },
        accountAddress: @escaping @Sendable (Mail.Kind, Account.Kind, _ token: String?) -> String? = { _, _, _ in nil }
    ) {
        self.shopName = shopName
        self.address = address
        self.home = home
        self.orderAddress = orderAddress
        self.accountAddress = accountAddress
    }

    /// What Message-IDs end in.
    var domain: String { String(address.text.drop { $0 != "@" }.dropFirst()) }
}
