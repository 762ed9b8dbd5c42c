import Values
import Web

/// A session just begun. Its text is in this answer and in no other; it goes into `Authorization: Bearer …`.
package struct FreshSessionView: View {
    package let token: SessionText
    package let expiresAt: Instant
    /// What has still to be done before it opens anything.
    package let next: Next
    /// Keep it where you log in from; null until all is done.
    package let device: DeviceText?
    package let account: AccountView

    package enum Next: String, CaseIterable, Codable, Sendable {
        case none
        /// A code of the authenticator program, or a recovery code.
        case secondFactor = "second_factor"
        /// Staff without a second factor set one up first.
        case enrolment
    }
}

/// Shown to its owner once.
package struct SessionText: Codable, Sendable, SchemaDeclaring, CustomStringConvertible {
    package let text: String

    package static let schema = Schema.string(
        1...128, pattern: "^se_[0-9a-z]+$", example: "se_3k9d7m", reason: "must be a session's text",
        isValid: { $0.hasPrefix(Session.prefix) })

    init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { "•••" }
}

/// A session as its owner sees it in a list.
package struct SessionView: View {
    package let id: ID<Session>
    /// The one that asks.
    package let isThis: Bool
    package let createdAt: Instant
    package let seenAt: Instant
    package let expiresAt: Instant
    package let address: String?
    package let agent: String?

    init(_ session: Session, asked: String) {
        id = session.id
        isThis = session.id.text == asked
        createdAt = session.createdAt
        seenAt = session.seenAt
        expiresAt = session.expiresAt
        address = session.address
        agent = session.agent
    }
}

/// All sessions of one account.
package struct SessionsView: View {
    package let items: [SessionView]
}

extension FreshSessionView {
    init(_ fresh: Session.Fresh, _ session: Session, _ account: Account, at device: DeviceText?) {
        self.init(
            token: SessionText(fresh.text), expiresAt: session.expiresAt,
            next: session.isWhole ? .none : account.hasSecondFactor ? .secondFactor : .enrolment,
            device: device,
            account: AccountView(account))
    }
}

extension Caller {
    /// Who logged in, by name. Throws what is answered to whoever did not.
    package func loggedIn() throws(Problem) -> (account: ID<Account>, session: ID<Session>) {
        guard let person, let account = ID<Account>(person.account), let session = ID<Session>(person.session) else {
            throw Problem(403, "no-account", "This takes somebody who logged in, not a key.")
        }
        return (account, session)
    }
}
