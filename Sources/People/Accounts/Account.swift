import Storage
import Values

/// Somebody the shop knows by a name, an address and a password: a customer, or staff.
package struct Account: Sendable, Equatable {
    package let id: ID<Account>
    package let kind: Kind
    package let email: EmailAddress
    package let name: ShortText
    package let language: Language
    package let state: State
    /// What staff are there for; nil for customers.
    package let role: ID<Role>?
    /// Where, for a role that reaches one place alone.
    package let place: ID<PlaceName>?
    package let createdAt: Instant
    package let closedAt: Instant?
    /// Whether a second factor is asked for.
    package let hasSecondFactor: Bool

    package enum Kind: String, CaseIterable, Codable, Sendable, Storable { case customer, staff }

    /// `unconfirmed` until whoever registered has answered the mail; `suspended` staff can't come in; a closed one
    /// never opens again, and its address is free for another.
    package enum State: String, CaseIterable, Codable, Sendable, Storable {
        case unconfirmed, active, suspended, closed

        package static let transitions = Transitions<State>(beginning: [.unconfirmed, .active], [
            .unconfirmed: [.active, .closed],
            .active: [.suspended, .closed],
            .suspended: [.active, .closed],
        ])
    }

    package enum Refusal: Error, Equatable {
        /// Address, password or both are wrong; which one isn't said.
        case wrong
        /// The password is right, and the mail was never answered.
        case unconfirmed
        case weakPassword
        /// Of somebody who is logged in, and shows it again.
        case wrongPassword
        case unknownLink
        case unknownAddress
        case tooManyAddresses(limit: Int)
        case unknown
        /// The last owner can't be let go or made less.
        case lastOwner
        case taken(EmailAddress)
        /// An order of theirs is still under way.
        case stillNeeded
    }

    /// What tells addresses apart that are one mailbox in practice: letters' case doesn't count.
    static func key(of email: EmailAddress) -> String { email.text.lowercased() }

    /// Postal addresses somebody keeps.
    package static let addressLimit = 20

    /// The one account of that kind at an address that isn't closed, with its password's hash.
    static func find(
        _ kind: Kind, _ email: EmailAddress, in db: any Transaction
    ) throws -> (account: Account, password: String?)? {
        try db.first(AccountTable.byEmail, ["kind": kind, "email": key(of: email)]) { row in
            (try AccountTable.account(row), try row.get("password", as: String?.self))
        }
    }

    package static func find(_ id: ID<Account>, in db: any Transaction) throws -> Account? {
        try db.first(AccountTable.find, ["account": id], AccountTable.account)
    }

    /// Throws `Refusal.unknown`.
    package static func known(_ id: ID<Account>, in db: any Transaction) throws -> Account {
        guard let account = try find(id, in: db) else { throw Refusal.unknown }
        return account
    }

    /// Stores a new one. Throws `Refusal.taken` when there is one of its kind at that address.
    func insert(password: String?, in db: any Transaction) throws {
        let stored = try db.run(AccountTable.add, [
            "account": id, "kind": kind, "email": email, "key": Self.key(of: email), "name": name,
            "language": language, "state": state, "role": role, "place": place, "password": password, "at": createdAt,
        ])
        guard stored == 1 else { throw Refusal.taken(email) }
    }

    /// Takes a step of the account's states, if it is legal; answers whether it was taken.
    static func move(
        _ id: ID<Account>, from: State, to: State, at now: Instant, in db: any Transaction
    ) throws -> Bool {
        precondition(State.transitions.allows(from, to), "no account goes from \(from) to \(to)")
        return try db.run(AccountTable.move, [
            "to": to, "closed": to == .closed ? now : nil, "account": id, "from": from,
        ]) == 1
    }

    /// The hash of an account's password; nil while it has none.
    static func password(of id: ID<Account>, in db: any Transaction) throws -> String? {
        try db.value(AccountTable.password, ["account": id], as: String?.self) ?? nil
    }

    /// What tries at an account's password are counted by, whether there is such an account or not.
    static func tried(_ kind: Kind, _ email: EmailAddress) -> String { "\(kind.rawValue) \(key(of: email))" }

    static func setPassword(_ hash: String, of id: ID<Account>, in db: any Transaction) throws {
        try db.run(AccountTable.setPassword, ["password": hash, "account": id])
    }
}
