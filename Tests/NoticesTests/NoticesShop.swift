import Files
import Notices
import Offer
import People
import Storage
import Supply
import Testbed
import Values


@testable import Trade

/// A shop with the samples of all floors, in which orders are simply there: how they are placed is Trade's to test.
struct NoticesShop {
    let sample: TestShop
    var shop: Shop { sample.shop }

    init() async throws {
        sample = try await Shop.sample(
            migrations: People.migrations, Files.migrations, Supply.migrations, Offer.migrations, Trade.migrations,
            Notices.migrations,
            subscriptions: Notices.subscriptions)
        let now = sample.shop.now
        try await sample.shop.write { db in
            try Supply.addSamples(at: now, in: db)
            try Offer.addSamples(at: now, in: db)
        }
    }

    /// Stores an order of one estate with paint and two roof boxes, and with `placed` the news of it.
    func order(
        _ id: ID<Order> = "order-1", _ language: Language = .en, collectedAt dealer: ID<Place>? = nil,
        placed: Bool = true
    ) async throws -> ID<Order> {
        let shop = shop
        let order = Self.sampleOrder(id, language, collectedAt: dealer, at: shop.now)
        try await shop.write { db in
            try db.run(Self.insertCart, ["id": order.cart, "now": order.createdAt])
            try order.insert(in: db)
            guard placed else { return }
            _ = try Order.move(
                id, from: .pending, to: .placed, at: order.createdAt, by: "bank", why: "authorised", in: db)
            try shop.outbox.publish(OrderPlaced(order: id), at: order.createdAt, in: db)
        }
        return id
    }

    /// Stores a shipment of so many of the lines at these positions, with the news of it.
    func ship(_ id: ID<Order>, _ parcel: ID<Shipment>, _ counts: [Int: Quantity], tracking: ShortText?) async throws {
        let shop = shop
        let now = shop.now
        try await shop.write { db in
            let order = try Order.find(id, in: db)
            let lines = (order?.lines ?? []).filter { counts[$0.position] != nil }
            let shipment = Shipment(
                id: parcel, order: id, carrier: "DHL", tracking: tracking, at: now, deliveredAt: nil,
                lines: lines.map { .init(line: $0.id, name: $0.name, count: counts[$0.position] ?? 1) })
            try shipment.insert(key: parcel.text, hash: [], positions: lines.map(\.position), in: db)
            try shop.outbox.publish(OrderShipped(order: id, shipment: parcel), at: now, in: db)
        }
    }

    /// Stores a refund that was made, with the news of it.
    func refund(_ id: ID<Order>, _ refund: ID<Refund>, cents: Int64) async throws {
        let shop = shop
        let now = shop.now
        try await shop.write { db in
            try PaymentAttempt.begin(
                "attempt-1", order: id, amount: Money(cents, .EUR), means: .card(token: "pm_1"),
                returnURL: "http://shop.example/back", at: now, in: db)
            try db.run(Self.insertRefund, ["id": refund, "order": id, "amount": cents, "now": now])
            try shop.outbox.publish(OrderRefunded(order: id, refund: refund), at: now, in: db)
        }
    }

    private static let insertRefund: Statement = """
        INSERT INTO refund (id, sales_order, attempt, amount, currency, state, reason, created_at)
        VALUES ($id, $order, 'attempt-1', $amount, 'EUR', 'made', 'late', $now)
        """

    func worker(_ carrier: any MailCarrier, _ letterhead: Letterhead = LetterSamples.letterhead) -> JobWorker {
        JobWorker(
            shop: shop,
            handlers: Notices.handlers(shop, carrier: carrier, letterhead: letterhead, accounts: .sample))
    }

    private static let insertCart: Statement = """
        INSERT INTO cart (id, state, currency, language, created_at, changed_at)
        VALUES ($id, 'open', 'EUR', 'en', $now, $now)
        """

    private static func sampleOrder(
        _ id: ID<Order>, _ language: Language, collectedAt dealer: ID<Place>?, at now: Instant
    ) -> Order {
        let lines = [
            line(id, 1, .estate, 1, 30_500_00, [
                .init(group: Texts(en: "Paint", de: "Lackierung"), name: Texts(en: "Night blue", de: "Nachtblau")),
            ]),
            line(id, 2, .roofBox, 2, 449_00, []),
        ]
        return Order(
            id: id, number: id == "order-0" ? "K7Q2-M9XD-5T" : "K7Q2-M9XD-4T",
            cart: ID("cart-of-\(id)")!, state: .pending, language: language,
            email: EmailAddress("ada@example.org")!, invoiceAddress: LetterSamples.ada,
            deliveryAddress: LetterSamples.ada, delivery: dealer.map { .collect(at: $0) } ?? .ship, lines: lines,
            totals: totals, createdAt: now, placedAt: nil)
    }

    private static func line(
        _ order: ID<Order>, _ position: Int, _ product: Product, _ quantity: Quantity, _ cents: Int64,
        _ options: [Order.Line.Choice]
    ) -> Order.Line {
        Order.Line(
            id: Order.Line.id(of: order, position: position), position: position, product: Product.roofBox.id,
            name: product.name, options: options, modelVersion: nil, choices: [], mark: nil,
            quantity: quantity,
            unitPrice: Money(cents, .EUR), demand: Demand(), capture: .atOrder, shippedCount: 0)
    }

    /// 31,398.00 of goods, 1,000.00 off, 49.90 for delivery; tax is contained.
    private static let totals: Totals = {
        let rate = Percentage("19")!
        func line(_ amount: Int64, _ discount: Int64) -> Totals.LineTotal {
            let gross = Money(amount - discount, .EUR)
            let tax = gross.taxIncluded(at: rate)
            return Totals.LineTotal(
                amount: Money(amount, .EUR), discount: Money(discount, .EUR), rate: rate, net: gross - tax, tax: tax,
                gross: gross, trace: PriceTrace([]))
        }
        let total = Money(30_447_90, .EUR)
        let tax = Totals.TaxLine(rate: rate, net: total - total.taxIncluded(at: rate), tax: total.taxIncluded(at: rate))
        return Totals(
            lines: [line(30_500_00, 1_000_00), line(898_00, 0)], goods: Money(31_398_00, .EUR),
            discount: Money(1_000_00, .EUR), delivery: Money(49_90, .EUR), tax: tax.tax, total: total, taxes: [tax],
            deliveryTaxes: [], trace: PriceTrace([
                PriceTrace.Entry(.discount, Texts(en: "Autumn offer", de: "Herbstangebot"), Money(-1_000_00, .EUR)),
            ]))
    }()
}
