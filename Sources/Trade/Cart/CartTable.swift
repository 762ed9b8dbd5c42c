import Offer
import Storage
import Supply
import Values

extension Cart {
    package static let migrations = [
        Migration(41, "carts", """
            CREATE TABLE cart (
                id TEXT PRIMARY KEY,
                state TEXT NOT NULL CHECK (state IN ('open', 'ordered')),
                currency TEXT NOT NULL,
                language TEXT NOT NULL,
                email TEXT,
                invoice_address {json},
                delivery_address {json},
                delivery TEXT CHECK (delivery IN ('ship', 'collect')),
                dealer TEXT REFERENCES place (place),
                order_id TEXT,
                created_at BIGINT NOT NULL,
                changed_at BIGINT NOT NULL,
                CHECK ((dealer IS NOT NULL) = (delivery IS NOT NULL AND delivery = 'collect')),
                CHECK ((order_id IS NOT NULL) = (state = 'ordered'))
            ) {strict}
            """),
        Migration(42, "cart lines", """
            CREATE TABLE cart_line (
                id TEXT PRIMARY KEY,
                cart TEXT NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
                position BIGINT NOT NULL CHECK (position > 0),
                product TEXT NOT NULL REFERENCES product (product),
                name {json} NOT NULL,
                model_version BIGINT,
                choices TEXT NOT NULL,
                quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
                unit_price BIGINT NOT NULL CHECK (unit_price >= 0),
                UNIQUE (cart, position)
            ) {strict}
            """),
        Migration(
            103, "carts know that they were opened again",
            "ALTER TABLE cart ADD COLUMN reopened BIGINT NOT NULL DEFAULT 0 CHECK (reopened = 0 OR reopened = 1)"),
    ]

    private static let insert: Statement = """
        INSERT INTO cart (id, state, currency, language, email, invoice_address, delivery_address, delivery, dealer,
            created_at, changed_at)
        VALUES ($id, 'open', $currency, $language, $email, $invoice, $address, $delivery, $dealer, $now, $now)
        """
    private static let update: Statement = """
        UPDATE cart SET language = $language, email = $email, invoice_address = $invoice, delivery_address = $address,
            delivery = $delivery, dealer = $dealer, changed_at = $now
        WHERE id = $id AND state = 'open'
        """
    private static let head = """
        SELECT id, state, currency, language, email, invoice_address, delivery_address, delivery, dealer, order_id,
            reopened
        FROM cart WHERE
        """
    private static let select = Statement(head + " id = $id")
    private static let selectHeld = Statement(head + " id = $id {for postgres}FOR UPDATE{end postgres}")
    /// How many carts one statement looks at; where they are fewer, the rest are null.
    private static let pageOfCarts = 8
    private static let anyOfPage = (1...pageOfCarts).map { "$id\($0)" }.joined(separator: ", ")
    /// In the order of keys, as by everybody who holds several.
    private static let selectPageHeld = Statement(
        head + " id IN (\(anyOfPage)) ORDER BY id {for postgres}FOR UPDATE{end postgres}")
    private static let close: Statement = .joining("""
        UPDATE cart SET state = 'ordered', order_id = $order, changed_at = $now WHERE id = $id AND state = 'open'
        """)
    private static let open: Statement = """
        UPDATE cart SET state = 'open', order_id = NULL, reopened = 1 WHERE id = $id AND state = 'ordered'
        """
    private static let selectToHold: Statement = "SELECT id FROM cart WHERE id = $id FOR UPDATE"
    private static let linesOf = """
        SELECT cart, id, position, product, name, model_version, choices, quantity, unit_price FROM cart_line WHERE cart
        """
    private static let selectLines = Statement(linesOf + " = $id ORDER BY position")
    private static let selectLinesOfPage = Statement(linesOf + " IN (\(anyOfPage)) ORDER BY cart, position")
    private static let putLine: Statement = """
        INSERT INTO cart_line (id, cart, position, product, name, model_version, choices, quantity, unit_price)
        VALUES ($id, $cart, $position, $product, $name, $version, $choices, $quantity, $price)
        ON CONFLICT (id) DO UPDATE SET model_version = excluded.model_version, choices = excluded.choices,
            quantity = excluded.quantity, unit_price = excluded.unit_price
        """
    /// What the last lines' names read as.
    fileprivate static let recentNames = RecentTexts<Texts>(limit: 96)
    private static let deleteLine: Statement = "DELETE FROM cart_line WHERE id = $id AND cart = $cart"

    func insert(at now: Instant, in db: any Transaction) throws {
        try db.send(Self.insert, [
            "id": id, "currency": currency, "language": language, "email": email,
            "invoice": invoiceAddress.map(StoredJSON.init), "address": deliveryAddress.map(StoredJSON.init),
            "delivery": delivery?.method, "dealer": delivery?.dealer, "now": now,
        ])
        try put(lines, in: db)
    }

    /// Stores addresses and delivery, with the lines that were put in or changed. Refused when it was ordered
    /// meanwhile.
    func save(_ changed: [Line] = [], at now: Instant, in db: any Transaction) throws {
        let stored = try db.run(Self.update, [
            "language": language, "email": email, "invoice": invoiceAddress.map(StoredJSON.init),
            "address": deliveryAddress.map(StoredJSON.init), "delivery": delivery?.method, "dealer": delivery?.dealer,
            "now": now, "id": id,
        ])
        guard stored == 1 else { throw Refusal.alreadyOrdered }
        try put(changed, in: db)
    }

    private func put(_ lines: [Line], in db: any Transaction) throws {
        for line in lines {
            try db.send(Self.putLine, [
                "id": line.id, "cart": id, "position": line.position, "product": line.product,
                "name": StoredJSON(line.name), "version": line.modelVersion,
                "choices": Self.text(of: line.choices), "quantity": line.quantity, "price": line.unitPrice.amount,
            ])
        }
    }

    func delete(_ line: ID<Line>, in db: any Transaction) throws {
        try db.run(Self.deleteLine, ["id": line, "cart": id])
    }

    /// Throws `Refusal.unknown` when there is none of that id.
    package static func find(_ id: ID<Cart>, in db: any Transaction) throws -> Cart {
        try find(id, select, in: db)
    }

    /// The carts, which nobody else changes or orders until this transaction ends; there may be fewer than were asked
    /// for.
    static func held(_ ids: Set<ID<Cart>>, in db: any Transaction) throws -> [ID<Cart>: Cart] {
        let sorted = ids.sorted()
        if sorted.count == 1 {
            return try all(selectHeld, selectLines, ["id": sorted[0]], in: db)
        }
        var found: [ID<Cart>: Cart] = [:]
        for start in stride(from: 0, to: sorted.count, by: pageOfCarts) {
            let page = (start..<start + pageOfCarts).map { $0 < sorted.count ? sorted[$0] : nil }
            let parameters: Parameters = [
                "id1": page[0], "id2": page[1], "id3": page[2], "id4": page[3], "id5": page[4], "id6": page[5],
                "id7": page[6], "id8": page[7],
            ]
            found.merge(try all(selectPageHeld, selectLinesOfPage, parameters, in: db)) { _, new in new }
        }
        return found
    }

    private static func find(_ id: ID<Cart>, _ select: Statement, in db: any Transaction) throws -> Cart {
        guard let cart = try all(select, selectLines, ["id": id], in: db)[id] else { throw Refusal.unknown }
        return cart
    }

    /// Lines are read behind their carts, since only then nobody changes them any more.
    private static func all(
        _ heads: Statement, _ lines: Statement, _ parameters: Parameters, in db: any Transaction
    ) throws -> [ID<Cart>: Cart] {
        let heads = try db.all(heads, parameters) { row in
            try Head(
                id: row["id"], state: row["state"], currency: row["currency"], language: row["language"],
                email: row["email"],
                invoice: row.get("invoice_address", as: StoredJSON<PostalAddress>?.self)?.value,
                address: row.get("delivery_address", as: StoredJSON<PostalAddress>?.self)?.value,
                delivery: Delivery(method: row["delivery"], dealer: row["dealer"]), order: row["order_id"],
                isReopened: row.get("reopened", as: Int.self) == 1)
        }
        if heads.isEmpty { return [:] }
        let currencies = Dictionary(uniqueKeysWithValues: heads.map { ($0.id, $0.currency) })
        var linesOf: [ID<Cart>: [Line]] = [:]
        try db.rows(lines, parameters) { row in
            let cart: ID<Cart> = try row["cart"]
            guard let currency = currencies[cart] else { return true }
            linesOf[cart, default: []].append(try Line(
                id: row["id"], position: row["position"], product: row["product"],
                name: row.json("name", Cart.recentNames),
                modelVersion: row["model_version"], choices: choices(row["choices"]), quantity: row["quantity"],
                unitPrice: Money(row["unit_price"], currency)))
            return true
        }
        return Dictionary(uniqueKeysWithValues: heads.map { head in
            let cart = Cart(
                id: head.id, state: head.state, currency: head.currency, language: head.language, email: head.email,
                invoiceAddress: head.invoice, deliveryAddress: head.address, delivery: head.delivery,
                lines: linesOf[head.id, default: []], order: head.order, isReopened: head.isReopened)
            return (head.id, cart)
        })
    }

    private static let selectOpen: Statement = """
        SELECT id FROM cart
        WHERE state = 'open' AND EXISTS (
            SELECT 1 FROM cart_line WHERE cart_line.cart = cart.id AND cart_line.product = $product)
        ORDER BY id DESC LIMIT $limit
        """

    /// Open carts with a product in them, the newest first.
    static func open(with product: ID<Product>, limit: Int, in db: any Transaction) throws -> [ID<Cart>] {
        try db.all(selectOpen, ["product": product, "limit": limit]) { try $0["id"] }
    }

    /// Keeps others from changing or ordering the cart while this transaction does.
    static func hold(_ id: ID<Cart>, in db: any Transaction) throws { try db.hold(selectToHold, ["id": id]) }

    /// Closes the cart. Throws `Refusal.alreadyOrdered` when another order closed it first.
    package static func markOrdered(
        _ id: ID<Cart>, order: ID<Order>, at now: Instant, in db: any Transaction
    ) throws {
        try db.send(close, ["order": order, "now": now, "id": id], orThrow: Refusal.alreadyOrdered)
    }

    /// Opens a cart whose order failed, so that it may be ordered again. An open one stays as it is.
    package static func reopen(_ id: ID<Cart>, in db: any Transaction) throws {
        try db.run(open, ["id": id])
    }

    private struct Head {
        let id: ID<Cart>
        let state: State
        let currency: Currency
        let language: Language
        let email: EmailAddress?
        let invoice: PostalAddress?
        let address: PostalAddress?
        let delivery: Delivery?
        let order: ID<Order>?
        let isReopened: Bool
    }

    /// Neither options' ids nor values hold spaces.
    private static func text(of choices: Choices) -> String {
        choices.texts.joined(separator: " ")
    }

    private static func choices(_ text: String) throws -> Choices {
        guard let choices = Choices(texts: text.split(separator: " ")) else {
            throw Unreadable(.text(text), as: Choices.self)
        }
        return choices
    }
}

extension Delivery {
    /// Nil when no way was chosen yet.
    fileprivate init?(method: Method?, dealer: ID<Place>?) {
        switch (method, dealer) {
        case (.ship, _): self = .ship
        case (.collect, let dealer?): self = .collect(at: dealer)
        default: return nil
        }
    }
}

extension Delivery.Method: Storable {}
extension Cart.State: Storable {}
