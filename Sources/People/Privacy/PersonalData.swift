import Storage
import Values

/// What a room of the house knows of people: how it is shown to them, and how it is forgotten.
package protocol PersonalData: Sendable {
    /// What it is called in an export: `orders`.
    var section: String { get }

    /// All of it, as its owner may read it.
    func export(_ account: Account, in db: any Transaction) throws -> JSON

    /// Whether something is still under way that needs the owner's name and address: nothing is erased while it is.
    func isNeeded(_ account: Account, in db: any Transaction) throws -> Bool

    /// Takes away whatever names the owner, but for what the law wants kept, `PersonalDataLimits.batch` things at a
    /// time; answers how many it was. Run again, it goes on, and changes nothing in the end.
    func erase(_ account: Account, at now: Instant, in db: any Transaction) throws -> Int

    /// Takes away what was kept for as long as the shop keeps it, `PersonalDataLimits.batch` things at a time; answers
    /// how many it was.
    func forget(_ retention: Retention, at now: Instant, in db: any Transaction) throws -> Int
}

/// How much of it is handled at a time.
package enum PersonalDataLimits {
    /// Erased or forgotten in one transaction.
    package static let batch = 200
    /// Things of a kind in one export.
    package static let export = 10_000
}

/// How long the shop keeps what names people, once nothing asks for it any more.
package struct Retention: Sendable {
    /// Carts that nobody touched.
    package let carts: Instant.Span
    /// Mails in the built-in mailbox.
    package let mails: Instant.Span
    /// Accounts that were closed.
    package let closedAccounts: Instant.Span
    /// What tax law wants of orders: ten years in Germany for books (§ 147 AO), eight for their vouchers.
    package let orders: Instant.Span

    package init(carts: Instant.Span, mails: Instant.Span, closedAccounts: Instant.Span, orders: Instant.Span) {
        self.carts = carts
        self.mails = mails
        self.closedAccounts = closedAccounts
        self.orders = orders
    }

    package static let usual = Retention(
        carts: .hours(90 * 24), mails: .hours(365 * 24), closedAccounts: .hours(30 * 24),
        orders: .hours(10 * 366 * 24))
}

/// Stands where somebody's name and address were.
package enum Erased {
    package static let name: ShortText = "(erased)"
    package static let email = EmailAddress("erased@erased.invalid")!

    /// An address without anybody; the country stays, by which its tax was reckoned.
    package static func address(in country: Country) -> PostalAddress {
        PostalAddress(
            name: name.text, street: name.text, postalCode: name.text, city: name.text, country: country)
    }
}

extension PersonalData {
    package func isNeeded(_ account: Account, in db: any Transaction) throws -> Bool { false }
}

/// What People itself knows of people.
struct AccountData: PersonalData {
    let section = "account"

    func export(_ account: Account, in db: any Transaction) throws -> JSON {
        let addresses = try db.all(AccountTable.addresses, ["account": account.id], AccountTable.address)
        let sessions = try db.all(
            SessionTable.ofAccount, ["account": account.id, "now": Instant(milliseconds: 0)], SessionTable.session)
        return [
            "account": try JSONCoding.json(AccountView(account)),
            "addresses": try JSONCoding.json(KeptAddressesView(items: addresses.map(KeptAddressView.init))),
            "emailChanges": .array(try EmailChange.all(of: account.id, in: db).map { change in
                ["from": change.old.map { JSON.string($0.text) } ?? .null, "to": .string(change.new.text)]
            }),
            "sessions": try JSONCoding.json(SessionsView(items: sessions.map { SessionView($0, asked: "") })),
        ]
    }

    /// At once and whole: the log-in and the address book, whose lengths are limited.
    func erase(_ account: Account, at now: Instant, in db: any Transaction) throws -> Int {
        if account.state != .closed { try account.close(at: now, in: db) }
        try db.run(EmailChangeTable.remove, ["account": account.id])
        try db.run(AccountTable.erase, [
            "email": "\(account.id)@erased.invalid", "name": Erased.name, "at": now, "account": account.id,
        ])
        return 1
    }

    /// Closed accounts are erased whole, everywhere: see `EraseCustomer.forget`.
    func forget(_ retention: Retention, at now: Instant, in db: any Transaction) throws -> Int { 0 }
}
