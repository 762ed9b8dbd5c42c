import Values

/// What a caller may ask for. Endpoints name one; People/Access alone says who holds it, and for what scope.
package enum Permission: String, CaseIterable, Codable, Sendable {
    /// Open to everybody: looking, configuring, filling a cart, ordering.
    case shop
    /// Reading an order and its history: a guest with the order's secret, or staff.
    case orderRead = "order.read"
    /// Giving up a payment whose order still waits for it: a guest with the order's secret, or staff.
    case paymentCancel = "payment.cancel"
    /// Listing the shop's orders.
    case orderList = "order.list"
    case orderFulfil = "order.fulfil"
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
    /// Making and revoking the API keys of staff.
    case keyManage = "key.manage"
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
    /// Only what the caller holds a secret for; nil when it came with none.
    case holding(secret: String?)
    /// Nothing at all.
    case none
}

/// Who sends a request, and what they may do.
package struct Caller: Sendable {
    package let identity: Identity
    private let grants: [Permission: Scope]

    package enum Identity: Sendable, Equatable {
        case guest
        /// Staff known by an API key; `name` is the key's.
        case staff(key: String, name: String)
    }

    package init(_ identity: Identity, grants: [Permission: Scope]) {
        self.identity = identity
        self.grants = grants
    }

    package func scope(_ permission: Permission) -> Scope { grants[permission, default: .none] }

    package func may(_ permission: Permission) -> Bool { scope(permission) != .none }

    /// For histories: `guest`, or `staff:` and the key's name.
    package var who: String {
        switch identity {
        case .guest: "guest"
        case .staff(_, let name): "staff:\(name)"
        }
    }
}

/// Tells who sends a request. People implements it.
package protocol Authenticator: Sendable {
    /// Throws `Unauthenticated` for credentials that are none of ours; a request without any comes from a guest.
    func caller(of head: Request.Head) async throws -> Caller
}

/// Credentials that are none of ours.
package struct Unauthenticated: Error {
    package init() {}
}
