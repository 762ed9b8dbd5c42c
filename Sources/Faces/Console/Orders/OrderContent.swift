import Values
import Web

/// What an order's page says: the order, its lines and price, money, goods, mails, history.
struct OrderContent {
    private let story: OrderStory
    private let staff: StaffVisit
    private let written: Shown
    /// The lines that the page shows.
    private let part: PartOfList

    /// Lines on one page: a fleet's order has up to a hundred.
    static let linesShown = 20
    /// Steps of the history on the order's own page.
    private static let stepsShown = 40

    init(_ story: OrderStory, _ staff: StaffVisit) {
        self.story = story
        self.staff = staff
        written = staff.written
        part = Self.part(story, staff)
    }

    static func part(_ story: OrderStory, _ staff: StaffVisit) -> PartOfList {
        PartOfList(count: story.lines.count, length: linesShown, from: staff.query["from"])
    }

    var all: [String: Any] {
        var content = head
        for chapter in [lines, money, goods, mails, history] { content.merge(chapter) { _, new in new } }
        return content
    }

    private var order: JSON { story.order }

    private var address: String { "/staff/orders/\(Percent.encoded(story.id))" }

    private var head: [String: Any] {
        let collected = story.isCollected
        return [
            "id": story.id, "number": order["number"]?.string ?? "", "total": written.amount(order["totals"]?["total"]),
            "ordered": written.time(order["createdAt"]),
            "badges": [
                written.badge("order", story.state), written.badge("next", story.nextStep),
                written.badge("payment", story.row["payment"]?.string),
            ],
            "email": order["email"]?.string ?? "",
            "invoice": written.address(order["invoiceAddress"]),
            "isCollected": collected,
            "destination": written.address(collected ? story.dealer["address"] : order["deliveryAddress"]),
            "dealerName": story.dealer["name"]?.string ?? "",
            "language": written.label("language", order["language"]?.string ?? ""),
        ]
    }

    private var lines: [String: Any] {
        let states = Dictionary((story.fulfilment["lines"]?.array ?? []).map {
            ($0["line"]?.string ?? "", $0["state"]?.string)
        }) { first, _ in first }
        var content: [String: Any] = ["lines": story.lines[part.range].map { line -> [String: Any] in
            [
                "lineName": written.text(line["name"]), "product": Percent.encoded(line["product"]?.string ?? ""),
                "options": options(line), "quantity": written.count(line["quantity"]),
                "shipped": written.count(line["shippedCount"]), "unitPrice": written.amount(line["unitPrice"]),
                "lineBadge": [written.badge("fulfilment", states[line["id"]?.string ?? ""] ?? nil)],
            ]
        }]
        content["lineParts"] = [part.content(address)]
        content["trace"] = OrderTrace(order, part.range, written).rows
        return content
    }

    private func options(_ line: JSON) -> Any {
        let names = (line["options"]?.array ?? []).map { written.text($0["name"]) }
        return names.isEmpty ? false as Any : names.joined(separator: ", ")
    }

    private var money: [String: Any] {
        [
            "payments": story.payments.reversed().map { payment -> [String: Any] in
                [
                    "payTime": written.time(payment["createdAt"]), "payAmount": written.amount(payment["amount"]),
                    "payBadge": [written.badge("payment", payment["state"]?.string)],
                    "captured": written.amount(payment["captured"]), "refunded": written.amount(payment["refunded"]),
                    "bankName": payment["bankName"]?.string ?? "–",
                    "decline": payment["declineReason"]?.string ?? false as Any,
                ]
            },
            "hasRefunds": !story.refunds.isEmpty,
            "refunds": story.refunds.reversed().map { refund -> [String: Any] in
                [
                    "refundTime": written.time(refund["createdAt"]), "refundMoney": written.amount(refund["amount"]),
                    "refundBadge": [written.badge("refund", refund["state"]?.string)],
                    "refundWhy": refund["reason"]?.string ?? "", "refundParts": parts(of: refund),
                ]
            },
        ]
    }

    /// What a refund is for: `2 × Roof box, delivery`.
    private func parts(of refund: JSON) -> String {
        (refund["parts"]?.array ?? []).map { part in
            guard part["kind"]?.string == "line" else { return written.label("part", part["kind"]?.string ?? "") }
            let line = story.lines.first { $0["id"]?.string == part["line"]?.string }
            return "\(written.count(part["count"])) × \(written.text(line?["name"]))"
        }.joined(separator: ", ")
    }

    private var goods: [String: Any] {
        [
            "hasShipments": !story.shipments.isEmpty,
            "shipments": story.shipments.map { shipment -> [String: Any] in
                let delivered = written.time(shipment["deliveredAt"])
                return [
                    "shipment": shipment["id"]?.string ?? "", "carrierName": shipment["carrier"]?.string ?? "",
                    "trackingNumber": shipment["tracking"]?.string ?? "–", "sent": written.time(shipment["at"]),
                    "delivered": delivered.isEmpty ? false as Any : delivered,
                    "mayDeliver": delivered.isEmpty && staff.may(.orderShip),
                    "packed": packed(shipment["lines"]?.array ?? []),
                ]
            },
            "hasMovements": !story.movements.isEmpty, "hasMoreMovements": story.hasMoreMovements,
            "movements": story.movements.map { MovementRow.content($0, staff, story.places) },
        ]
    }

    /// What is in a parcel, the same from several lines together: `3 × Roof box`.
    private func packed(_ lines: [JSON]) -> String {
        var counts: [(name: String, count: Int64)] = []
        for line in lines {
            let (name, count) = (written.text(line["name"]), line["count"]?.integer ?? 0)
            if let place = counts.firstIndex(where: { $0.name == name }) {
                counts[place].count += count
            } else {
                counts.append((name, count))
            }
        }
        return counts.map { "\($0.count) × \($0.name)" }.joined(separator: ", ")
    }

    private var mails: [String: Any] {
        [
            "hasMails": !story.mails.isEmpty,
            "mails": story.mails.map { mail -> [String: Any] in
                [
                    "mail": mail["id"]?.string ?? "", "subject": mail["subject"]?.string ?? "",
                    "mailTime": written.time(mail["sentAt"]),
                ]
            },
        ]
    }

    private var history: [String: Any] {
        let steps = story.history.suffix(Self.stepsShown)
        return [
            "isHistoryCut": steps.count < story.history.count,
            "steps": OrderTimeline(story.lines, staff).steps(steps),
        ]
    }
}

/// Where an order's price comes from, as rows of a table: its lines with their options, then what concerns all of it.
struct OrderTrace {
    private let order: JSON
    private let shown: Range<Int>
    private let written: Shown

    /// `shown` are the lines whose entries are listed.
    init(_ order: JSON, _ shown: Range<Int>, _ written: Shown) {
        self.order = order
        self.shown = shown
        self.written = written
    }

    var rows: [[String: Any]] {
        let totals = order["totals"] ?? .null
        let entries = totals["trace"]?["entries"]?.array ?? []
        let ofLines = entries.filter { $0["line"]?.integer.map { shown.contains(Int($0)) } ?? false }
        let ofAll = entries.filter { $0["line"]?.integer == nil }
        return ofLines.map(row)
            + [self.row(written.word("staffGoods"), totals["goods"], isSum: true)]
            + ofAll.map(row)
            + [self.row(written.word("staffTotal"), totals["total"], isSum: true)]
    }

    private func row(_ entry: JSON) -> [String: Any] {
        var label = written.text(entry["label"])
        let isBase = entry["kind"]?.string == "base"
        if isBase, let line = entry["line"]?.integer, let count = order["lines"]?[Int(line)]?["quantity"]?.integer {
            label = "\(count) × \(label)"
        }
        if entry["kind"]?.string == "delivery" { label = "\(written.label("delivery", "ship")) (\(label))" }
        if entry["included"]?.bool == true { label += " (\(written.word("staffIncluded")))" }
        return row(label, entry["amount"], isPart: entry["kind"]?.string == "option")
    }

    private func row(_ label: String, _ amount: JSON?, isSum: Bool = false, isPart: Bool = false) -> [String: Any] {
        ["label": label, "amount": written.amount(amount), "isSum": isSum, "isPart": isPart]
    }
}
