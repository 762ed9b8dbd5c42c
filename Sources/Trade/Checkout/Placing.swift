import Offer
import Storage
import Supply
import Values

/// T1: writes orders as pending, each with its reservation, its payment attempt and its client's key.
///
/// Where a commit is dear, orders that come at the same time are placed in one transaction: carts and stock are held
/// and read for all of them, each is decided on by what those before it leave, and all are written by one statement. An
/// order that is refused leaves the others alone.
struct Placing: Sendable {
    private let shop: Shop
    private let together: Gathering<Checkout.New, Begun>

    typealias End = Result<Begun, any Error>

    enum Begun: Sendable {
        case begun(Order)
        case known(ClientKey)
    }

    /// - Parameter lanes: how many lots are at work at the same time: with two, one is made up while the other is
    ///   carried out.
    init(_ shop: Shop, lanes: Int = 2) {
        self.shop = shop
        together = Gathering(lanes: lanes, in: shop) { requests in await Self.begin(requests, in: shop) }
    }

    func begin(_ new: Checkout.New) async throws -> Begun {
        shop.database.sharesCommits ? try await Self.begin(new, in: shop) : try await together.answer(new)
    }

    private static func begin(_ new: Checkout.New, in shop: Shop) async throws -> Begun {
        try await shop.write(.readCommitted) { db in
            let begun = try begin(new, in: db)
            shop.pass(.orderWritten)
            return begun
        }
    }

    private static func begin(_ requests: [Checkout.New], in shop: Shop) async -> [End] {
        var carts: Set<ID<Cart>> = []
        // Whoever orders a cart that another request in this lot orders finds it ordered, or not, once that is done.
        let first = requests.indices.filter { carts.insert(requests[$0].cart).inserted }
        var ends: [Int: End] = [:]
        if first.count > 1 {
            do {
                let made = try await shop.write(.readCommitted) { db in
                    let ends = try begin(first.map { requests[$0] }, in: db)
                    shop.pass(.orderWritten)
                    return ends
                }
                for (place, end) in zip(first, made) { ends[place] = end }
            } catch let failure as StorageFailure where failure.isEverybodys {
                for place in first { ends[place] = .failure(failure) }
            } catch {
                // Nothing was kept. What one of them stumbles over is nobody else's matter.
            }
        }
        for place in requests.indices where ends[place] == nil {
            do {
                ends[place] = .success(try await begin(requests[place], in: shop))
            } catch {
                ends[place] = .failure(error)
            }
        }
        return requests.indices.compactMap { ends[$0] }
    }

    /// Nothing of it remains when it throws.
    static func begin(_ new: Checkout.New, in db: any Transaction) throws -> Begun {
        try begin([new], in: db)[0].get()
    }

    /// Requests of different carts. Holds the carts, prices and the stock that is taken, and else decides by unique
    /// keys. All that is read stands before all that is written. Throws what none of them alone is to blame for.
    static func begin(_ requests: [Checkout.New], in db: any Transaction) throws -> [End] {
        let carts = try Cart.held(Set(requests.map(\.cart)), in: db)
        let looks = try requests.map { new in
            try each { () -> Look in
                guard let cart = carts[new.cart] else { throw Cart.Refusal.unknown }
                return try look(at: cart, new, in: db)
            }
        }
        let orders = looks.compactMap { if case .success(.order(let order)) = $0 { order } else { nil } }
        var stock = try HeldStock(of: orders.reduce(Demand()) { $0 + $1.demand }.items, in: db)
        var placed: [(Checkout.New, Order, HeldStock.Taking)] = []
        let ends = try zip(requests, looks).map { new, look in
            try each { () -> Begun in
                switch try look.get() {
                case .known(let key): return .known(key)
                case .order(let order):
                    placed.append((new, order, try stock.take(order.demand, preferring: order.delivery.dealer)))
                    return .begun(order)
                }
            }
        }
        try stock.reserve(in: db)
        for (new, order, taking) in placed {
            try taking.enter(for: order.id.of(Reservation.Owner.self), at: new.at, in: db)
            try write(order, new, in: db)
        }
        return ends
    }

    private enum Look {
        case known(ClientKey)
        case order(Order)
    }

    /// What a request comes to, but for the stock.
    private static func look(at cart: Cart, _ new: Checkout.New, in db: any Transaction) throws -> Look {
        // A cart that was never ordered has led to nothing yet; its row, which is held, would say so.
        if cart.state == .ordered || cart.isReopened, let known = try ClientKey.find(new.key, cart: new.cart, in: db) {
            guard Digest.same(known.requestHash, new.hash) else { throw Checkout.Refusal.keyReused }
            return .known(known)
        }
        let priced = try PricedCart(cart, at: new.at, in: db)
        let (buyer, totals) = try priced.ready()
        if let expected = new.expected, expected != totals.total {
            throw Checkout.Refusal.totalChanged(from: expected, to: totals.total)
        }
        return .order(Order(
            priced, totals: totals, buyer: buyer, account: new.account, id: new.order, number: new.number, at: new.at))
    }

    private static func write(_ order: Order, _ new: Checkout.New, in db: any Transaction) throws {
        try order.insert(in: db)
        try PaymentAttempt.begin(
            new.attempt, order: order.id, amount: order.total, means: new.means, returnURL: new.returnURL, at: new.at,
            in: db)
        try ClientKey.keep(
            new.key, cart: new.cart, hash: new.hash, order: order.id, attempt: new.attempt, at: new.at, in: db)
        try Cart.markOrdered(new.cart, order: order.id, at: new.at, in: db)
    }

    /// What one request is refused with is its own matter; what the database fails with is everybody's.
    private static func each<Answer>(_ work: () throws -> Answer) throws -> Result<Answer, any Error> {
        do {
            return .success(try work())
        } catch let failure as StorageFailure {
            throw failure
        } catch {
            return .failure(error)
        }
    }
}

extension StorageFailure {
    /// Whether each by itself would fail with it, too, or may have been kept.
    fileprivate var isEverybodys: Bool {
        switch self {
        case .constraint, .other: false
        default: true
        }
    }
}
