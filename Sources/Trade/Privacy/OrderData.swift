import Files
import Offer
import People
import Storage
import Values
import Web

/// What Trade knows of people: their orders and carts.
struct OrderData: PersonalData {
    let section = "orders"

    func export(_ account: Account, in db: any Transaction) throws -> JSON {
        let orders = try db.all(
            OrderDataTable.ofAccount, ["account": account.id, "limit": PersonalDataLimits.export]
        ) { row in try row.get("id", as: ID<Order>.self) }
        return .array(try orders.compactMap { id in
            try Order.find(id, in: db).map { try JSONCoding.json(OrderView($0)) }
        })
    }

    func isNeeded(_ account: Account, in db: any Transaction) throws -> Bool {
        try db.first(OrderDataTable.underWay, ["account": account.id]) { _ in true } ?? false
    }

    /// Invoice addresses of orders that were placed stay for as long as the law wants; `forget` takes them then.
    func erase(_ account: Account, at now: Instant, in db: any Transaction) throws -> Int {
        let orders = try db.all(OrderDataTable.unerased, [
            "account": account.id, "erased": Erased.email, "limit": PersonalDataLimits.batch,
        ]) { row in try row.get("id", as: ID<Order>.self) }
        for id in orders {
            guard let order = try Order.find(id, in: db) else { continue }
            try Self.erase(order, at: now, in: db)
        }
        return orders.count
    }

    /// Takes away who bought: at once, but for the invoice address of an order that was placed.
    static func erase(_ order: Order, at now: Instant, in db: any Transaction) throws {
        try erase(order, keepsInvoice: order.placedAt != nil, at: now, in: db)
    }

    func forget(_ retention: Retention, at now: Instant, in db: any Transaction) throws -> Int {
        let carts = try db.run(OrderDataTable.dropCarts, [
            "before": now - retention.carts, "limit": PersonalDataLimits.batch,
        ])
        let orders = try db.all(OrderDataTable.old, [
            "before": now - retention.orders, "limit": PersonalDataLimits.batch,
        ]) { row in try row.get("id", as: ID<Order>.self) }
        for id in orders {
            guard let order = try Order.find(id, in: db) else { continue }
            try Self.erase(order, keepsInvoice: false, at: now, in: db)
        }
        return max(carts, orders.count)
    }

    private static func erase(
        _ order: Order, keepsInvoice: Bool, at now: Instant, in db: any Transaction
    ) throws {
        let nobody = Erased.address(in: order.deliveryAddress.country)
        let invoice = keepsInvoice ? order.invoiceAddress : Erased.address(in: order.invoiceAddress.country)
        try db.run(OrderDataTable.erase, [
            "email": Erased.email, "invoice": try StoredJSON(invoice), "delivery": try StoredJSON(nobody),
            "at": keepsInvoice ? nil : now, "order": order.id,
        ])
        try db.run(OrderDataTable.dropWords, ["order": order.id])
        if keepsInvoice, let erased = try Order.find(order.id, in: db) {
            try ClientKey.replace(OrderView(erased).bytes, of: order.id, in: db)
        }
        // A cart whose first order failed may have become another, which is not to be erased with it.
        let isLast = try db.run(OrderDataTable.eraseCart, [
            "cart": order.cart, "order": order.id, "erased": Erased.email,
        ]) == 1
        // What the buyer sent goes; documents of the order are vouchers as its invoice address is.
        if isLast { try StoredFile.removeAll(of: Artwork.subject(order.cart), in: db) }
        if !keepsInvoice { try StoredFile.removeAll(of: OrderFiles.subject(order.id), in: db) }
    }
}

/// What customers sent for their orders, and the orders' documents, by name: each is read at its order.
struct OrderFileData: PersonalData {
    let section = "files"

    func export(_ account: Account, in db: any Transaction) throws -> JSON {
        let orders = try db.all(
            OrderDataTable.ofAccount, ["account": account.id, "limit": PersonalDataLimits.export]
        ) { row in try row.get("id", as: ID<Order>.self) }
        return .array(try orders.flatMap { order in
            let cart = try Order.cart(of: order, in: db)
            let subjects = [OrderFiles.subject(order)] + (cart.map { [Artwork.subject($0)] } ?? [])
            return try subjects.flatMap { subject in
                try StoredFile.all(of: subject, limit: OrderFiles.limit, in: db).map { file -> JSON in
                    ["name": .string(file.name.text), "path": .string("/v1/orders/\(order)/files/\(file.id)")]
                }
            }
        })
    }

    /// They go with their orders: see `OrderData`.
    func erase(_ account: Account, at now: Instant, in db: any Transaction) throws -> Int { 0 }

    func forget(_ retention: Retention, at now: Instant, in db: any Transaction) throws -> Int { 0 }
}

/// The SQL by which orders and carts forget their buyers.
enum OrderDataTable {
    static let migration = Migration(
        77, "orders that have forgotten their buyers",
        "ALTER TABLE sales_order ADD COLUMN erased_at BIGINT",
        "CREATE INDEX cart_by_age ON cart (changed_at) WHERE state = 'open'")

    static let ofAccount: Statement = """
        SELECT id FROM sales_order WHERE account IS NOT NULL AND account = $account ORDER BY id DESC LIMIT $limit
        """

    /// By which orders are found that are old enough to forget their buyers, and whether a cart became one.
    static let aged = Migration(
        100, "orders by when they may forget their buyers",
        "CREATE INDEX sales_order_to_erase ON sales_order (created_at) WHERE erased_at IS NULL",
        "CREATE INDEX sales_order_by_cart ON sales_order (cart)")

    /// Of those whose buyer still stands in them and that are over.
    static let unerased: Statement = """
        SELECT id FROM sales_order WHERE account IS NOT NULL AND account = $account AND email <> $erased
            AND state NOT IN ('pending', 'placed')
        ORDER BY id DESC LIMIT $limit
        """

    static let underWay: Statement = """
        SELECT id FROM sales_order WHERE account IS NOT NULL AND account = $account
            AND state IN ('pending', 'placed') LIMIT 1
        """

    static let old: Statement = """
        SELECT id FROM sales_order WHERE created_at < $before AND erased_at IS NULL
            AND state NOT IN ('pending', 'placed')
        ORDER BY created_at LIMIT $limit
        """

    static let erase: Statement = """
        UPDATE sales_order SET email = $email, invoice_address = $invoice, delivery_address = $delivery,
            erased_at = COALESCE(erased_at, $at)
        WHERE id = $order
        """

    static let dropWords: Statement = "DELETE FROM order_word WHERE sales_order = $order"

    static let eraseCart: Statement = """
        UPDATE cart SET email = NULL, invoice_address = NULL, delivery_address = NULL
        WHERE id = $cart AND NOT EXISTS (
            SELECT 1 FROM sales_order AS o WHERE o.cart = $cart AND o.id <> $order AND o.email <> $erased)
        """

    /// Carts that became orders go with their orders.
    static let dropCarts: Statement = """
        DELETE FROM cart WHERE id IN (
            SELECT c.id FROM cart AS c WHERE c.state = 'open' AND c.changed_at < $before
                AND NOT EXISTS (SELECT 1 FROM sales_order AS o WHERE o.cart = c.id)
            ORDER BY c.changed_at LIMIT $limit)
        """
}
