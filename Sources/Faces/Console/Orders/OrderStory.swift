import Values
import Web

/// All that the API knows of one order, read for one page.
struct OrderStory: Sendable {
    let id: String
    /// The order itself.
    let order: JSON
    /// The order as it stands in a list, which knows what is to be done with it.
    let row: JSON
    let fulfilment: JSON
    let payments: [JSON]
    let refunds: [JSON]
    /// What no refund has laid claim to yet.
    let unrefunded: JSON
    /// Newest first, as many as fit on a page; `hasMoreMovements` tells whether there are others.
    let movements: [JSON]
    let hasMoreMovements: Bool
    let mails: [JSON]
    let history: [JSON]
    /// The dealer who hands it over; null when it is shipped.
    let dealer: JSON
    let places: [JSON]

    /// How many movements of stock the order's page shows.
    static let movementLimit = 25

    enum Read: Sendable {
        case story(OrderStory)
        case refused(Reply)
    }

    static func read(_ id: String, _ staff: StaffVisit) async -> Read {
        let address = "/v1/orders/\(Percent.encoded(id))"
        let order = await staff.api.get(address)
        guard order.isDone else { return .refused(order) }
        let named = Percent.encoded(id)
        let replies = await staff.permitted([
            (.orderList, "/v1/orders", "search=\(named)&limit=1"), (.orderRead, "\(address)/fulfilment", ""),
            (.paymentRead, "\(address)/payments", ""), (.paymentRead, "\(address)/refunds", ""),
            (.stockRead, "/v1/stock/movements", "owner=\(named)&limit=\(movementLimit)"),
            (.mailRead, "/v1/mails", "order=\(named)&limit=100"), (.orderRead, "\(address)/history", ""),
        ])
        if let refused = replies.first(where: { !$0.isDone }) { return .refused(refused) }
        let placed = order.json["order"] ?? .null
        var dealer = JSON.null
        if let place = placed["delivery"]?["dealer"]?.string {
            dealer = await staff.api.get("/v1/places/\(Percent.encoded(place))").json
        }
        func items(_ place: Int) -> [JSON] { replies[place].json["items"]?.array ?? [] }
        return .story(OrderStory(
            id: id, order: placed, row: items(0).first ?? .null, fulfilment: replies[1].json, payments: items(2),
            refunds: items(3), unrefunded: replies[3].json["left"] ?? .null,
            movements: items(4), hasMoreMovements: replies[4].json["next"]?.string != nil,
            mails: items(5), history: items(6), dealer: dealer, places: await staff.places()))
    }

    var lines: [JSON] { order["lines"]?.array ?? [] }

    var state: String { order["state"]?.string ?? "" }

    var nextStep: String? { row["nextStep"]?.string }

    var isCollected: Bool { order["delivery"]?["method"]?.string == "collect" }

    var shipments: [JSON] { fulfilment["shipments"]?.array ?? [] }

    var isCancellable: Bool { fulfilment["cancellable"]?.bool ?? false }

    /// Whether the bank stands for the amount, so that goods may leave.
    var isCovered: Bool { payments.last?["coversOrder"]?.bool ?? false }

    /// What can still be given back; nil when there is nothing.
    var refundable: JSON? {
        guard let left = payments.last?["refundable"], (left["amount"]?.integer ?? 0) > 0 else { return nil }
        return left
    }

    /// How many of each line can still be given back, in the order's sequence.
    var unrefundedCounts: [Int64] { (unrefunded["lines"]?.array ?? []).map { $0["count"]?.integer ?? 0 } }
}

extension StaffVisit {
    /// Asks several addresses, each with its query, one after another.
    func all(_ addresses: [(path: String, query: String)]) async -> [Reply] {
        var replies: [Reply] = []
        for (path, query) in addresses { replies.append(await api.get(path, query)) }
        return replies
    }

    /// The same, but for what the reader's role doesn't permit: that is left out, as if there were nothing.
    func permitted(_ addresses: [(permission: Permission, path: String, query: String)]) async -> [Reply] {
        var replies: [Reply] = []
        for (permission, path, query) in addresses {
            replies.append(may(permission) ? await api.get(path, query) : Reply(Response(204)))
        }
        return replies
    }

    /// Where stock may lie: the first hundred places.
    func places() async -> [JSON] { await api.get("/v1/places", "limit=100").json["items"]?.array ?? [] }
}
