import Testbed
import Trade
import Values
import Web

/// Somebody who orders, asks again when no answer comes, and may want it back afterwards; and the staff who serve them.
struct Buyer: Sendable {
    let name: String
    let shop: Establishment
    /// How many orders they want to place.
    let orders: Int

    /// Attempts at one thing, and the pause between them.
    private static let attempts = 250
    private static let pause: ClosedRange<Int64> = 300...4_000

    private var world: World { shop.world }

    /// What ends a buyer's visit, for good or bad.
    private enum End: Equatable { case placed(ID<Order>), declined, refused(String) }

    static let goods: [JSON] = [
        ["product": "mats", "quantity": 1], ["product": "roof-box", "quantity": 1],
        ["product": "drawer-kit", "quantity": 1], ["product": "desk", "quantity": 1, "choices": ["oak", "drawer"]],
        ["product": "desk", "quantity": 1, "choices": ["oak"]],
    ]

    func visit() async {
        for number in 1...orders where world.failure == nil {
            await world.sleep(world.delay(0...3_000))
            guard let cart = await fill() else { continue }
            if world.people.percent(15) { await orderInTwoTabs(cart, number) } else { await order(cart, number) }
        }
    }

    /// A cart with one line or two; nil when nothing came of it.
    private func fill() async -> ID<Cart>? {
        let first = world.people.pick(Self.goods)
        let lines = world.people.percent(35) ? [first, world.people.pick(Self.goods)] : [first]
        let body: JSON = [
            "currency": "EUR", "lines": .array(lines),
            "addresses": ["email": .string("\(name)@example.org"), "invoiceAddress": Self.home],
            "delivery": ["method": "ship"],
        ]
        for _ in 0..<Self.attempts {
            if let answer = await shop.ask(.post, "/v1/carts", body), answer.status == 201 {
                return answer.json["id"]?.string.flatMap { ID<Cart>($0) }
            }
            await world.sleep(world.delay(Self.pause))
            if world.failure != nil { return nil }
        }
        world.fail("\(name) got no cart")
        return nil
    }

    static let home: JSON = [
        "name": "Ada Lovelace", "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin", "country": "DE",
    ]

    private func order(_ cart: ID<Cart>, _ number: Int) async {
        var end = await place(cart, key: "\(name)-\(number)", card: card())
        // Another card, another key: the cart is open again.
        if end == .declined { end = await place(cart, key: "\(name)-\(number)-again", card: SimulatedBank.good) }
        if case .placed(let order) = end { await regret(order) }
    }

    /// One cart, two tabs: one order at most comes of it.
    private func orderInTwoTabs(_ cart: ID<Cart>, _ number: Int) async {
        async let one = place(cart, key: "\(name)-\(number)-left", card: SimulatedBank.good)
        async let other = place(cart, key: "\(name)-\(number)-right", card: SimulatedBank.good)
        let placed = await [one, other].filter { if case .placed = $0 { true } else { false } }
        if placed.count > 1 { world.fail("cart \(cart) was ordered twice") }
    }

    private func card() -> String {
        let throwing = world.people.below(100)
        return throwing < 65 ? SimulatedBank.good : throwing < 80 ? SimulatedBank.declined : SimulatedBank.threeDSecure
    }

    /// Asks until there is a last word. An answer is asked for once more now and then, and must be the same.
    private func place(_ cart: ID<Cart>, key: String, card: String) async -> End {
        let body: JSON = ["payment": ["token": .string(card)]]
        var hasActed = false
        for _ in 0..<Self.attempts {
            if world.failure != nil { return .refused("the history is over") }
            let answer = await shop.ask(.post, "/v1/carts/\(cart)/order", body, headers: ["Idempotency-Key": key])
            switch answer?.status {
            case 201:
                guard let answer, let order = note(answer, cart, key) else { break }
                if world.people.percent(30) { await askOnceMore(answer, cart, key, body) }
                return .placed(order)
            case 202:
                guard let answer, !hasActed, await act(on: answer) else { break }
                hasActed = true
            case 402: return .declined
            case 409 where answer?.problem != "request-under-way": return .refused(answer?.problem ?? "")
            case 400, 404, 422:
                world.fail("\(key): \(answer?.status ?? 0) \(answer?.text ?? "")")
                return .refused("failed")
            default: break
            }
            await world.sleep(world.delay(Self.pause))
        }
        world.fail("\(key) of cart \(cart) got no last word")
        return .refused("no last word")
    }

    private func note(_ answer: TestAnswer, _ cart: ID<Cart>, _ key: String) -> ID<Order>? {
        guard let order = answer.json["order"], let id = order["id"]?.string.flatMap({ ID<Order>($0) }),
              let amount = order["totals"]?["total"]?["amount"]?.integer
        else {
            world.fail("\(key): an order without number or total: \(answer.text)")
            return nil
        }
        shop.told.append(Acknowledged(order: id, total: Money(amount, .EUR), cart: cart, key: key))
        return id
    }

    private func askOnceMore(_ first: TestAnswer, _ cart: ID<Cart>, _ key: String, _ body: JSON) async {
        for _ in 0..<Self.attempts where world.failure == nil {
            let again = await shop.ask(.post, "/v1/carts/\(cart)/order", body, headers: ["Idempotency-Key": key])
            if let again, again.status < 500, again.problem != "request-under-way" {
                if again.status != first.status || again.body != first.body {
                    world.fail("\(key) was answered \(first.status), and then \(again.status) \(again.text)")
                }
                return
            }
            await world.sleep(world.delay(Self.pause))
        }
    }

    /// Does what the bank wants, or goes away. False when there is nothing to do yet.
    private func act(on answer: TestAnswer) async -> Bool {
        guard let url = answer.json["payment"]?["nextActionURL"]?.string,
              let order = answer.json["order"]?.string else { return false }
        guard world.people.percent(75) else { return true }
        await world.sleep(world.delay(500...60_000))
        let name = url.split(separator: "/").last.map(String.init) ?? ""
        shop.bank.act(BankIntent.ID(name), says: world.people.percent(80))
        _ = await shop.ask(.get, "/v1/orders/\(order)/payment-return")
        return true
    }

    // MARK: - Staff

    /// Some orders are cancelled, some refunded in part, some shipped.
    private func regret(_ order: ID<Order>) async {
        let throwing = world.people.below(100)
        await world.sleep(world.delay(0...15_000))
        switch throwing {
        case ..<25: await staff("/v1/orders/\(order)/cancellation", ["reason": "Not wanted."], key: nil)
        case 25..<45:
            await staff("/v1/orders/\(order)/shipments", ["carrier": "Spedition Nord"], key: "ship-\(order)")
            await world.sleep(world.delay(0...8_000))
            await staff(
                "/v1/orders/\(order)/refunds",
                ["amount": ["amount": 500, "currency": "EUR"], "reason": "It came late."], key: "refund-\(order)")
        case 45..<60:
            // Twice, each with a key of its own: both or one, never more than was paid.
            let wish: JSON = ["delivery": true, "reason": "It came late."]
            async let one: Void = staff("/v1/orders/\(order)/refunds", wish, key: "refund-a-\(order)")
            async let other: Void = staff("/v1/orders/\(order)/refunds", wish, key: "refund-b-\(order)")
            _ = await (one, other)
        case 60..<75:
            async let ship: Void = staff(
                "/v1/orders/\(order)/shipments", ["carrier": "Spedition Nord"], key: "ship-\(order)")
            async let cancel: Void = staff("/v1/orders/\(order)/cancellation", ["reason": "Not wanted."], key: nil)
            _ = await (ship, cancel)
        default: break
        }
    }

    /// Asks as staff until there is an answer, whatever it is.
    private func staff(_ path: String, _ body: JSON, key: String?) async {
        var headers = Headers()
        headers["Idempotency-Key"] = key
        for _ in 0..<Self.attempts where world.failure == nil {
            if let answer = await shop.ask(.post, path, body, headers: headers, asStaff: true), answer.status < 500 {
                if [400, 404, 422].contains(answer.status) { world.fail("\(path): \(answer.status) \(answer.text)") }
                return
            }
            await world.sleep(world.delay(Self.pause))
        }
    }

    /// Sends whatever still lies there.
    func shipRest(_ orders: [ID<Order>]) async {
        for order in orders {
            await staff("/v1/orders/\(order)/shipments", ["carrier": "Spedition Nord"], key: "rest-\(order)")
        }
    }
}
