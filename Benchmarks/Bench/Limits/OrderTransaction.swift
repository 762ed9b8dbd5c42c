import CBench
import Storage
import Supply
import Values

/// What an order writes: the stock it reserves, the order with its lines, the attempt to pay, the answer that is kept
/// for the client's key, the event and its jobs. Nine statements of the shop, run as often as the size says.
///
/// `OrderWriter.c` writes the same, with the same texts.
struct OrderTransaction: Sendable {
    let size: Size

    /// How much an order is of.
    struct Size: Sendable {
        let items, lines, jobs: Int

        /// A configured product of six items and two fixed ones, as the buyers of the benchmark order it.
        static let configured = Size(items: 8, lines: 3, jobs: 2)
        /// Each statement once.
        static let single = Size(items: 1, lines: 1, jobs: 1)

        /// Statements between BEGIN and COMMIT.
        var statements: Int { 3 * items + 1 + lines + 3 + jobs }
    }

    /// In the order of `order_statement` in `OrderWriter.h`.
    static let statements: [Statement] = [
        reserveStock, insertReservation, insertMovement, insertOrder, insertLine, insertAttempt, insertClientKey,
        insertEvent, insertJob,
    ]

    func write(_ number: Int, in db: any Transaction) throws {
        let order = "\(OrderTexts.prefix)-order-\(number)"
        for place in 0..<size.items { try reserve(Self.item(number + place), for: order, in: db) }
        try writeRest(number, in: db)
        _ = try db.value(Self.insertEvent, event(of: order), as: Int64.self)
        try work(on: order, in: db)
    }

    private static func item(_ number: Int) -> String { "item-\(number % OrderStore.stockedItems)" }

    private func writeRest(_ number: Int, in db: any Transaction) throws {
        let (order, cart) = ("\(OrderTexts.prefix)-order-\(number)", "\(OrderTexts.prefix)-cart-\(number)")
        try db.send(Self.insertOrder, [
            "id": order, "number": "\(number)", "cart": cart, "state": "pending", "language": "en",
            "email": "ada@example.org", "invoice": OrderTexts.address, "deliveryAddress": OrderTexts.address,
            "delivery": #"{"method":"ship"}"#, "currency": "EUR", "total": 4_938_845, "totals": OrderTexts.totals,
            "created": OrderTexts.now, "next": "ship",
        ])
        for position in 1...size.lines {
            try db.send(Self.insertLine, [
                "order": order, "position": position, "product": "car", "name": OrderTexts.name,
                "options": OrderTexts.options, "version": 1, "choices": OrderTexts.choices,
                "checked": OrderTexts.checked, "quantity": 1,
                "unitPrice": 4_884_000, "demand": OrderTexts.demand, "capture": "at_order",
            ])
        }
        try pay("\(OrderTexts.prefix)-attempt-\(number)", order, cart, in: db)
    }

    private func reserve(_ item: String, for order: String, in db: any Transaction) throws {
        let found = try db.first(Self.reserveStock, ["count": 1, "item": item, "preferred": String?.none]) { row in
            (place: try row["place"] as String, onHand: try row["on_hand"] as Int64,
             reserved: try row["reserved"] as Int64, number: try row["movements"] as Int64)
        }
        guard let found else { throw Program.Failure(description: "there is no \(item)") }
        try db.send(Self.insertReservation, ["owner": order, "item": item, "place": found.place, "count": 1])
        try db.send(Self.insertMovement, [
            "item": item, "place": found.place, "number": found.number, "kind": "reserved", "count": 1,
            "onHand": found.onHand, "reserved": found.reserved, "owner": order, "reference": String?.none,
            "who": "shop", "why": "ordered", "at": OrderTexts.now,
        ])
    }

    /// Orders that share a transaction, as the shop places those that come at the same time: the stock is held for all
    /// of them, and all they write goes together.
    func write(_ numbers: [Int], in db: any Transaction) throws {
        let wanted = numbers.map { number in
            (0..<size.items).reduce(into: Demand()) { $0.add(ID(stringLiteral: Self.item(number + $1)), 1) }
        }
        var stock = try HeldStock(of: wanted.reduce(Demand()) { $0 + $1 }.items, in: db)
        let takings = try wanted.map { try stock.take($0, preferring: nil) }
        try stock.reserve(in: db)
        for (number, taking) in zip(numbers, takings) {
            guard let owner = ID<Reservation.Owner>("\(OrderTexts.prefix)-order-\(number)") else {
                throw Program.Failure(description: "\(number) makes no id")
            }
            try taking.enter(for: owner, at: Instant(milliseconds: OrderTexts.now), in: db)
            try writeRest(number, in: db)
            try db.send(Self.appendEvent, event(of: owner.text))
            try work(on: owner.text, in: db)
        }
    }

    private func pay(_ attempt: String, _ order: String, _ cart: String, in db: any Transaction) throws {
        try db.send(Self.insertAttempt, [
            "id": attempt, "order": order, "state": "authorising", "amount": 4_938_845, "currency": "EUR",
            "token": "pm_card_visa", "deadline": OrderTexts.now, "lookAt": OrderTexts.now,
            "returnURL": "http://127.0.0.1/orders/return", "created": OrderTexts.now,
        ])
        try db.send(Self.insertClientKey, [
            "cart": cart, "key": "key", "hash": OrderTexts.hash, "order": order, "attempt": attempt, "status": 201,
            "body": OrderTexts.answerBytes, "created": OrderTexts.now,
        ])
    }

    private func event(of order: String) -> Parameters {
        [
            "kind": "order", "subject": order, "name": "order.placed", "payload": "{\"order\":\"\(order)\"}",
            "at": OrderTexts.now,
        ]
    }

    private func work(on order: String, in db: any Transaction) throws {
        for job in 0..<size.jobs {
            try db.send(Self.insertJob, [
                "kind": job == 0 ? "capture" : "mail", "payload": "{\"order\":\"\(order)\"}", "key": order,
                "run_at": OrderTexts.now, "created_at": OrderTexts.now,
            ])
        }
    }
}

extension OrderTransaction {
    private static let reserveStock: Statement = """
        UPDATE stock SET reserved = reserved + $count, movements = movements + 1
        WHERE item = $item AND on_hand - reserved >= $count AND place = (
            SELECT stocked.place FROM stock AS stocked JOIN place ON place.place = stocked.place
            WHERE stocked.item = $item AND stocked.on_hand - stocked.reserved >= $count
            ORDER BY CASE WHEN stocked.place = $preferred THEN 0 ELSE 1 END, place.priority, place.place LIMIT 1)
        RETURNING place, on_hand, reserved, movements
        """

    private static let insertReservation: Statement = .joining("""
        INSERT INTO reservation (owner, item, place, live, sold, freed) VALUES ($owner, $item, $place, $count, 0, 0)
        ON CONFLICT (owner, item, place) DO UPDATE SET live = reservation.live + excluded.live
        """)

    private static let insertMovement: Statement = .joining("""
        INSERT INTO movement (item, place, number, kind, count, on_hand_after, reserved_after, owner, reference, who,
            why, at)
        VALUES ($item, $place, $number, $kind, $count, $onHand, $reserved, $owner, $reference, $who, $why, $at)
        """)

    private static let insertOrder: Statement = .joining("""
        INSERT INTO sales_order (id, number, cart, state, language, email, invoice_address, delivery_address, delivery,
            currency, total, totals, created_at, next_step)
        VALUES ($id, $number, $cart, $state, $language, $email, $invoice, $deliveryAddress, $delivery, $currency,
            $total, $totals, $created, $next)
        """)

    private static let insertLine: Statement = .joining("""
        INSERT INTO order_line (sales_order, position, product, name, options, model_version, choices, checked,
            quantity, unit_price, demand, capture)
        VALUES ($order, $position, $product, $name, $options, $version, $choices, $checked, $quantity, $unitPrice,
            $demand, $capture)
        """)

    private static let insertAttempt: Statement = .joining("""
        INSERT INTO payment_attempt (id, sales_order, state, amount, currency, token, deadline, look_at, return_url,
            created_at)
        VALUES ($id, $order, $state, $amount, $currency, $token, $deadline, $lookAt, $returnURL, $created)
        """)

    /// The shop inserts the key and updates it with the answer in a later transaction.
    private static let insertClientKey: Statement = .joining("""
        INSERT INTO client_key (cart, key, request_hash, sales_order, attempt, status, body, created_at)
        VALUES ($cart, $key, $hash, $order, $attempt, $status, $body, $created)
        """)

    private static let newEvent = """
        INSERT INTO event (subject_kind, subject, number, name, payload, published_at)
        VALUES ($kind, $subject,
            (SELECT COALESCE(MAX(number), 0) + 1 FROM event WHERE subject_kind = $kind AND subject = $subject),
            $name, $payload, $at)
        """
    private static let insertEvent = Statement(
        newEvent + " RETURNING seq, subject_kind, subject, number, name, payload, published_at")
    private static let appendEvent: Statement = .joining(newEvent)

    private static let insertJob: Statement = .joining("""
        INSERT INTO job (kind, payload, key, state, run_at, fence, attempts, created_at)
        VALUES ($kind, $payload, $key, 'waiting', $run_at, 0, 0, $created_at)
        ON CONFLICT (kind, key) DO NOTHING
        """)
}
