import Offer
import People
import Storage
import Supply
import Values

extension Order {
    static let migrations = [
        Migration(43, "orders", """
            CREATE TABLE sales_order (
                id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, cart TEXT NOT NULL REFERENCES cart (id),
                state TEXT NOT NULL CHECK (state = 'pending' OR state = 'placed' OR state = 'closed'
                    OR state = 'cancelled' OR state = 'failed'),
                language TEXT NOT NULL, email TEXT NOT NULL, invoice_address {json} NOT NULL,
                delivery_address {json} NOT NULL, delivery {json} NOT NULL, currency TEXT NOT NULL,
                total BIGINT NOT NULL CHECK (total >= 0), totals {json} NOT NULL,
                created_at BIGINT NOT NULL, placed_at BIGINT,
                CHECK (state IN ('pending', 'failed') OR placed_at IS NOT NULL)
            ) {strict}
            """, """
            CREATE UNIQUE INDEX sales_order_of_cart ON sales_order (cart) WHERE state <> 'failed'
            """, """
            CREATE INDEX sales_order_by_state ON sales_order (state, id)
            """, """
            CREATE INDEX sales_order_by_email ON sales_order (email, id)
            """, """
            CREATE TABLE order_line (
                sales_order TEXT NOT NULL REFERENCES sales_order (id), position BIGINT NOT NULL CHECK (position > 0),
                product TEXT NOT NULL REFERENCES product (product), name {json} NOT NULL, options {json} NOT NULL,
                model_version BIGINT, choices {json} NOT NULL, quantity BIGINT NOT NULL CHECK (quantity > 0),
                unit_price BIGINT NOT NULL CHECK (unit_price >= 0), demand {json} NOT NULL, capture TEXT NOT NULL,
                shipped_count BIGINT NOT NULL DEFAULT 0 CHECK (shipped_count BETWEEN 0 AND quantity),
                PRIMARY KEY (sales_order, position)
            ) {strict}
            """),
        // Orders from before stay as they are.
        Migration(95, "order lines are of checked configurations", ["ALTER TABLE order_line ADD COLUMN checked TEXT"]
            + SchemaGuard(
                "order_line_is_checked", on: "order_line", columns: ["product", "model_version", "choices", "checked"],
                holds: Configuration.Mark.condition("NEW")).statements),
    ]

    /// Of as many orders as may be under way at a time: their mails and answers are made of what was just stored.
    private static let recentTotals = RecentTexts<Totals>(limit: 96)
    fileprivate static let recentLines = RecentLines()

    func insert(in db: any Transaction) throws {
        try db.send(Self.insertOrder, [
            "id": id, "number": number, "cart": cart, "account": account, "dealer": delivery.dealer, "state": state,
            "language": language, "email": email,
            "invoice": StoredJSON(invoiceAddress), "deliveryAddress": StoredJSON(deliveryAddress),
            "delivery": StoredJSON(delivery), "currency": total.currency, "total": total.amount,
            "totals": StoredJSON(totals, noting: Self.recentTotals), "created": createdAt, "next": NextStep(delivery),
        ])
        for word in OrderSearch.words(of: self) {
            try db.send(OrderListTable.addWord, ["word": word, "order": id])
        }
        for line in lines {
            try db.send(Self.insertLine, [
                "order": id, "position": line.position, "product": line.product,
                "name": StoredJSON(line.name, noting: Self.recentLines.names),
                "options": StoredJSON(line.options, noting: Self.recentLines.options), "version": line.modelVersion,
                "choices": StoredJSON(line.choices, noting: Self.recentLines.choices),
                "checked": line.mark, "quantity": line.quantity, "unitPrice": line.unitPrice.amount,
                "demand": StoredJSON(line.demand.sorted.map(Part.init), noting: Self.recentLines.demands),
                "capture": line.capture,
            ])
        }
        try recordStep(from: nil, to: .pending, at: createdAt, by: "buyer", why: "ordered", in: db)
    }

    /// Takes a step of the order's state machine, if the order is still in `from`; answers whether it was.
    static func move(
        _ id: ID<Order>, from: State, to: State, at now: Instant, by who: String, why: String, in db: any Transaction
    ) throws -> Bool {
        let moved = try db.run(updateState, [
            "to": to, "placedAt": to == .placed ? now : nil, "id": id, "from": from,
        ])
        guard moved == 1 else { return false }
        try History.record(
            .order, id.text, from: from, to: to, through: State.transitions, at: now, by: who, why: why, in: db)
        return true
    }

    /// Gives an order that belongs to nobody to a customer.
    static func claim(_ id: ID<Order>, for account: ID<Account>, in db: any Transaction) throws {
        try db.run(updateAccount, ["account": account, "id": id])
    }

    /// Notes what is to be done with a placed order next; nil when nothing is.
    static func setNextStep(_ next: NextStep?, of id: ID<Order>, in db: any Transaction) throws {
        try db.send(updateNextStep, ["next": next, "id": id])
    }

    private func recordStep(
        from: State?, to: State, at now: Instant, by who: String, why: String, in db: any Transaction
    ) throws {
        try History.record(
            .order, id.text, from: from, to: to, through: State.transitions, at: now, by: who, why: why, in: db)
    }

    /// The order with its lines; nil when there is none.
    package static func find(_ id: ID<Order>, in db: any Transaction) throws -> Order? {
        try db.first(selectOrder, ["id": id]) { row in try Order(row, lines: []) }?.withLines(in: db)
    }

    /// The state alone; nil when there is no such order. Reading a whole order costs forty times as much.
    package static func state(of id: ID<Order>, in db: any Transaction) throws -> State? {
        try db.value(selectState, ["id": id])
    }

    /// The cart that was ordered.
    static func cart(of id: ID<Order>, in db: any Transaction) throws -> ID<Cart>? {
        try db.value(selectCart, ["id": id])
    }

    /// Whether goods of it are still in the house.
    static func hasGoodsLeft(_ id: ID<Order>, in db: any Transaction) throws -> Bool {
        try db.first(selectLeft, ["id": id]) { _ in true } ?? false
    }

    private func withLines(in db: any Transaction) throws -> Order {
        let currency = total.currency
        let lines = try db.all(Self.selectLines, ["order": id]) { row in try Line(row, order: id, currency: currency) }
        return Order(
            id: id, number: number, cart: cart, account: account, state: state, language: language, email: email,
            invoiceAddress: invoiceAddress, deliveryAddress: deliveryAddress, delivery: delivery, lines: lines,
            totals: totals, createdAt: createdAt, placedAt: placedAt)
    }

    private init(_ row: borrowing Row, lines: [Line]) throws {
        id = try row["id"]
        number = try row["number"]
        cart = try row["cart"]
        account = try row["account"]
        state = try row["state"]
        language = try row["language"]
        email = try row["email"]
        invoiceAddress = try row.get("invoice_address", as: StoredJSON<PostalAddress>.self).value
        deliveryAddress = try row.get("delivery_address", as: StoredJSON<PostalAddress>.self).value
        delivery = try row.get("delivery", as: StoredJSON<Delivery>.self).value
        totals = try row.json("totals", Self.recentTotals)
        createdAt = try row["created_at"]
        placedAt = try row["placed_at"]
        self.lines = lines
    }

    private static let insertOrder: Statement = .joining("""
        INSERT INTO sales_order (id, number, cart, account, dealer, state, language, email, invoice_address,
            delivery_address, delivery, currency, total, totals, created_at, next_step)
        VALUES ($id, $number, $cart, $account, $dealer, $state, $language, $email, $invoice, $deliveryAddress,
            $delivery, $currency, $total, $totals, $created, $next)
        """)

    private static let insertLine: Statement = .joining("""
        INSERT INTO order_line (sales_order, position, product, name, options, model_version, choices, checked,
            quantity, unit_price, demand, capture)
        VALUES ($order, $position, $product, $name, $options, $version, $choices, $checked, $quantity,
            $unitPrice, $demand, $capture)
        """)

    private static let updateState: Statement = """
        UPDATE sales_order SET state = $to, placed_at = COALESCE($placedAt, placed_at) WHERE id = $id AND state = $from
        """

    private static let updateAccount: Statement = """
        UPDATE sales_order SET account = $account WHERE id = $id AND account IS NULL
        """

    private static let updateNextStep: Statement = "UPDATE sales_order SET next_step = $next WHERE id = $id"

    private static let selectOrder: Statement = """
        SELECT id, number, cart, account, state, language, email, invoice_address, delivery_address, delivery,
            totals, created_at, placed_at
        FROM sales_order WHERE id = $id
        """

    private static let selectState: Statement = "SELECT state FROM sales_order WHERE id = $id"

    private static let selectLeft: Statement = """
        SELECT position FROM order_line WHERE sales_order = $id AND shipped_count < quantity LIMIT 1
        """

    private static let selectCart: Statement = "SELECT cart FROM sales_order WHERE id = $id"

    private static let selectLines: Statement = """
        SELECT position, product, name, options, model_version, choices, checked, quantity, unit_price, demand, capture,
            shipped_count
        FROM order_line WHERE sales_order = $order ORDER BY position
        """
}

extension Order.Line {
    fileprivate init(_ row: borrowing Row, order: ID<Order>, currency: Currency) throws {
        position = try row["position"]
        id = Self.id(of: order, position: position)
        product = try row["product"]
        name = try row.json("name", Order.recentLines.names)
        options = try row.json("options", Order.recentLines.options)
        modelVersion = try row["model_version"]
        choices = try row.json("choices", Order.recentLines.choices)
        mark = try row["checked"]
        quantity = try row["quantity"]
        unitPrice = Money(try row["unit_price"], currency)
        demand = Demand(of: try row.json("demand", Order.recentLines.demands))
        capture = try row["capture"]
        shippedCount = try row["shipped_count"]
    }
}

/// What the last lines' texts read as, which are shorter than totals, and most of which are like many others.
private struct RecentLines: Sendable {
    /// Two lines of as many orders as totals are remembered of.
    private static let limit = 192

    let names = RecentTexts<Texts>(limit: limit)
    let options = RecentTexts<[Order.Line.Choice]>(limit: limit)
    let choices = RecentTexts<Choices>(limit: limit)
    let demands = RecentTexts<[Part]>(limit: limit)
}

extension Demand {
    fileprivate init(of parts: [Part]) {
        self.init()
        for part in parts { add(part.item, part.count) }
    }
}
