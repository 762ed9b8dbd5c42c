import People
import Storage
import Trade
import Values

/// Asks for one mail about an account.
struct SendAccountMail: Job {
    static let kind = "notices.account-mail"

    let account: ID<Account>
    let letter: AccountLetterAsked.Letter
    let link: ID<AccountLink>?
    /// Tells it from others of its kind: the link, or when it was asked for.
    let reference: String

    init(_ news: AccountLetterAsked, at now: Instant) {
        account = news.account
        letter = news.letter
        link = news.link
        reference = news.link?.text ?? String(now.milliseconds)
    }

    var key: String { "\(account).\(letter.rawValue).\(reference)" }

    /// Where the letter goes; nil when nobody knows any more.
    fileprivate func address(of account: Account, in db: any Transaction) throws -> EmailAddress? {
        switch letter {
        case .emailChange: try link.flatMap { try EmailChange.find($0, in: db)?.new }
        case .emailChanged: try link.flatMap { try EmailChange.find($0, in: db)?.old }
        default: account.email
        }
    }
}

/// Writes and sends the mails that accounts ask for, each once; after a crash perhaps twice, with the same Message-ID.
struct AccountMailing: JobHandler {
    let shop: Shop
    let carrier: any MailCarrier
    let letterhead: Letterhead
    let secrets: AccountSecrets

    func run(_ work: SendAccountMail) async throws -> LastWrite? {
        let kind = Mail.Kind(work.letter)
        let found = try await shop.read { db -> (account: Account, address: EmailAddress)? in
            guard try !MailSentTable.isSent(kind, about: .account(work.account), work.reference, in: db),
                  let account = try Account.find(work.account, in: db),
                  let address = try work.address(of: account, in: db) else { return nil }
            return (account, address)
        }
        guard let (account, address) = found else { return nil }
        let token = work.link.flatMap { link in
            work.letter.purpose.map { secrets.token(of: link, $0) }
        }
        let letter = AccountLetter(
            kind: kind, account: account, address: address, reference: work.reference,
            link: letterhead.accountAddress(kind, account.kind, token))
        let mail = try letter.mail(letterhead, at: shop.now)
        let keep = try await carrier.send(mail)
        // By a unique key.
        return LastWrite(.readCommitted) { db in
            try keep?(db)
            try MailSentTable.note(mail, work.reference, in: db)
        }
    }
}

/// What a mail tells somebody about their account.
struct AccountLetter: Sendable {
    let kind: Mail.Kind
    let account: Account
    /// Where it goes; the account's, as a rule.
    let address: EmailAddress
    let reference: String
    /// Where it leads to; nil when it only tells.
    let link: String?

    func mail(_ letterhead: Letterhead, at now: Instant) throws -> Mail {
        let page = LetterPage(self, letterhead)
        let name = HeaderText.isOneLine(account.name.text) ? account.name.text : nil
        let subject = Mail.Subject.account(account.id)
        return try Mail(
            MessageID(subject, kind, reference, at: letterhead.domain), about: subject, kind: kind,
            from: Correspondent(name: letterhead.shopName, letterhead.address),
            to: Correspondent(name: name, address), subject: page.subject, text: page.text, html: page.html,
            language: account.language, date: now)
    }
}

extension Mail.Kind {
    init(_ letter: AccountLetterAsked.Letter) {
        self = switch letter {
        case .confirmation: .accountConfirmation
        case .known: .accountKnown
        case .reset: .accountReset
        case .invitation: .accountInvitation
        case .passwordChanged: .accountPasswordChanged
        case .secondFactorChanged: .accountSecondFactorChanged
        case .emailChange: .accountEmailChange
        case .emailChanged: .accountEmailChanged
        case .closed: .accountClosed
        }
    }
}

extension AccountLetterAsked.Letter {
    /// What its link opens; nil when it has none.
    fileprivate var purpose: AccountLink.Purpose? {
        switch self {
        case .confirmation: .confirmation
        case .reset: .reset
        case .invitation: .invitation
        case .emailChange: .email
        case .known, .passwordChanged, .secondFactorChanged, .emailChanged, .closed: nil
        }
    }
}
