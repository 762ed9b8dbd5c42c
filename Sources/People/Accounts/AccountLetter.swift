import Storage
import Values

/// News that somebody is to get a mail about their account. What the mail's link ends in isn't in it.
package struct AccountLetterAsked: Event {
    package static let name = "account.letter"
    package static let subjectKind = "account"

    package let account: ID<Account>
    package let letter: Letter
    /// What the letter leads to; nil when it only tells.
    package let link: ID<AccountLink>?

    package var subject: String { account.text }

    package enum Letter: String, CaseIterable, Codable, Sendable, Storable {
        case confirmation
        /// Somebody wanted to register an address that has an account.
        case known
        case reset
        case invitation
        case passwordChanged = "password_changed"
        case secondFactorChanged = "second_factor_changed"
        /// Goes to the address that is wanted, not to the account's.
        case emailChange = "email_change"
        /// Goes to the address that was the account's.
        case emailChanged = "email_changed"
        case closed
    }
}

extension Shop {
    /// Publishes that `account` is to get `letter`, with a link that is made here if one is given.
    func write(
        _ letter: AccountLetterAsked.Letter, to account: ID<Account>,
        with link: (id: ID<AccountLink>, purpose: AccountLink.Purpose)? = nil, at now: Instant, in db: any Transaction
    ) throws {
        if let link { try AccountLink.make(link.id, link.purpose, for: account, at: now, in: db) }
        try outbox.publish(AccountLetterAsked(account: account, letter: letter, link: link?.id), at: now, in: db)
    }
}
