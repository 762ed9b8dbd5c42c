import Values

/// What a caller may ask for. Endpoints name one; People/Access alone says who holds it, and for what scope.
package enum Permission: String, CaseIterable, Codable, Sendable {
    /// Open to everybody: looking, configuring, filling a cart, ordering.
    case shop
    /// Whoever has logged in, as far as their own account goes: password, second factor, sessions, addresses.
    case accountOwn = "account.own"
    /// Showing the second factor, after the password was right.
    case sessionComplete = "session.complete"
    /// Reading an order and its history: its customer, a guest with the order's secret, or staff.
    case orderRead = "order.read"
    /// Giving up a payment whose order still waits for it: the order's buyer, or staff.
    case paymentCancel = "payment.cancel"
    /// Listing orders.
    case orderList = "order.list"
    /// The shop's day: what was ordered, what waits.
    case dayRead = "day.read"
    /// What the bank was asked and answered.
    case paymentRead = "payment.read"
    /// Sending parcels.
    case orderShip = "order.ship"
    /// Giving goods to the buyer at a dealer's.
    case orderHandOver = "order.hand-over"
    case orderCancel = "order.cancel"
    case orderRefund = "order.refund"
    /// Reading products as staff see them, drafts too, with prices, tax, discounts and delivery.
    case catalogueRead = "catalogue.read"
    case catalogueEdit = "catalogue.edit"
    case priceEdit = "price.edit"
    case stockRead = "stock.read"
    case stockChange = "stock.change"
    case jobRead = "job.read"
    case jobRetry = "job.retry"
    case mailRead = "mail.read"
    /// Finding customers and reading what the shop knows of them.
    case customerRead = "customer.read"
    /// Erasing a customer's data.
    case customerErase = "customer.erase"
    /// Erasing the buyer of one order: a guest with the order's secret, its customer, or staff.
    case orderErase = "order.erase"
    /// Making and revoking API keys.
    case keyManage = "key.manage"
    /// Inviting staff, giving them roles, letting them go.
    case staffManage = "staff.manage"
    /// Making roles.
    case roleManage = "role.manage"
    case auditRead = "audit.read"
    /// Reading an order's files: a guest with the order's secret, or staff.
    case fileRead = "file.read"
    /// Putting documents to orders, and taking them off.
    case fileAdd = "file.add"
    /// Taking tables out of the shop's books.
    case fileExport = "file.export"
}

/// How far a permission reaches.
package enum Scope: Sendable, Equatable {
    /// Everything of the shop.
    case all
    /// Only what belongs to this place: a dealer's orders.
    case place(String)
    /// Only what belongs to this account.
    case own(account: String)
    /// Only what the caller holds a secret for; nil when it came with none.
    case holding(secret: String?)
    /// Nothing at all.
    case none
}

/// Who sends a request, and what they may do.
package struct Caller: Sendable {
    package let identity: Identity
    /// The network address the request came from, as far as the server can tell.
    package let address: String?
    private let grants: [Permission: Scope]

    package enum Identity: Sendable, Equatable {
        case guest
        case customer(Person)
        /// Staff who logged in.
        case staff(Person)
        /// A program of the shop's, known by an API key; `name` is the key's.
        case key(id: String, name: String)
    }

    /// Somebody with an account, logged in.
    package struct Person: Sendable, Equatable {
        /// The account's identifier.
        package let account: String
        /// The session's identifier, which is no secret.
        package let session: String
        package let email: String
        package let name: String

        package init(account: String, session: String, email: String, name: String) {
            self.account = account
            self.session = session
            self.email = email
            self.name = name
        }
    }

    package init(_ identity: Identity, grants: [Permission: Scope], address: String? = nil) {
        self.identity = identity
        self.grants = grants
        self.address = address
    }

    package func scope(_ permission: Permission) -> Scope { grants[permission, default: .none] }

    package func may(_ permission: Permission) -> Bool { scope(permission) != .none }

    /// Who logged in; nil for guests and keys.
    package var person: Person? {
        switch identity {
        case .customer(let person), .staff(let person): person
        case .guest, .key: nil
        }
    }

    /// Whether they work for the shop, in person or by a key.
    package var isStaff: Bool {
        switch identity {
        case .staff, .key: true
        case .guest, .customer: false
        }
    }

    /// For histories: `guest`, `customer:` and the account, `staff:` and the e-mail address or the key's name.
    package var who: String {
        switch identity {
        case .guest: "guest"
        case .customer(let person): "customer:\(person.account)"
        case .staff(let person): "staff:\(person.email)"
        case .key(_, let name): "staff:\(name)"
        }
    }
}

/// Tells who sends a request. People implements it.
package protocol Authenticator: Sendable {
    /// Throws `Unauthenticated` for credentials that are none of ours; a request without any comes from a guest.
    func caller(of head: Request.Head) async throws -> Caller
}

/// Writes down who of the staff reads whose personal data. People implements it.
package protocol ReadRecorder: Sendable {
    /// Whoever asked is answered once this returns, and not at all when it throws.
    func record(_ caller: Caller, reading subject: String) async throws
}

/// Credentials that are none of ours.
package struct Unauthenticated: Error {
    package init() {}
}
