import Offer
import Storage
import Supply
import Trade
import Values

extension OrderLetter {
    /// The letter a job asks for, with the order as it stands. Throws `Missing` when what it is about doesn't exist.
    init(_ asked: SendOrderMail, in db: any Transaction) throws {
        guard let order = try Order.find(asked.order, in: db) else { throw Missing("order \(asked.order)") }
        let refund = asked.mail == .refunded ? try Self.refund(asked, in: db) : nil
        let parcel = asked.mail == .shipped ? try Self.shipment(asked, in: db) : nil
        let totals = order.totals
        self.init(
            asked.mail, language: order.language, order: order.id, number: order.number, reference: asked.reference,
            placedAt: order.placedAt ?? order.createdAt, email: order.email, invoiceAddress: order.invoiceAddress,
            delivery: Delivery(try Self.way(of: order, in: db), totals.delivery),
            lines: order.lines.map { Line($0, order) },
            adjustments: Self.discounts(totals, order.language), taxes: totals.taxes.map { Tax($0.rate, $0.tax) },
            includesTax: totals.goods - totals.discount + totals.delivery == totals.total, total: totals.total,
            parcel: parcel.map { Parcel($0, order.language) }, refunded: refund?.amount)
    }

    /// What a letter is about isn't there, though the news of it was stored with it.
    struct Missing: Error, CustomStringConvertible {
        let description: String

        init(_ thing: String) { description = "there is no \(thing)" }
    }

    private static func refund(_ asked: SendOrderMail, in db: any Transaction) throws -> Refund {
        guard let id = asked.reference.flatMap({ ID<Refund>($0) }), let refund = try Refund.find(id, in: db) else {
            throw Missing("refund \(asked.reference ?? "")")
        }
        return refund
    }

    private static func shipment(_ asked: SendOrderMail, in db: any Transaction) throws -> Shipment {
        guard let id = asked.reference.flatMap({ ID<Shipment>($0) }), let shipment = try Shipment.find(id, in: db)
        else {
            throw Missing("shipment \(asked.reference ?? "")")
        }
        return shipment
    }

    private static func way(of order: Order, in db: any Transaction) throws -> Delivery.Way {
        switch order.delivery {
        case .ship: return .shipped(to: order.deliveryAddress)
        case .collect(let dealer):
            let place = try Place.known(dealer, in: db)
            let lines = place.address.lines()
            // Most places are called what the first line of their address says.
            let rest = lines.first == place.name.text ? lines.dropFirst() : lines[...]
            return .collected(at: place.name.text, lines: Array(rest))
        }
    }

    /// Each discount by its name; should their names not account for all of it, one amount for the whole.
    private static func discounts(_ totals: Totals, _ language: Language) -> [Amount] {
        guard totals.discount.amount != 0 else { return [] }
        let named = totals.trace.entries.filter { $0.kind == .discount }
            .map { Amount($0.label.text(in: language), $0.amount) }
        let isComplete = named.map(\.amount).total(totals.total.currency) == -totals.discount
        return isComplete ? named : [Amount(LetterWords.in(language).discount, -totals.discount)]
    }
}

extension OrderLetter.Parcel {
    fileprivate init(_ shipment: Shipment, _ language: Language) {
        self.init(
            carrier: shipment.carrier.text, tracking: shipment.tracking?.text,
            contents: shipment.lines.map { ($0.name.text(in: language), $0.count.count) })
    }
}

extension OrderLetter.Line {
    fileprivate init(_ line: Order.Line, _ order: Order) {
        let language = order.language
        self.init(
            name: line.name.text(in: language),
            options: line.options.map { ($0.group.text(in: language), $0.name.text(in: language)) },
            quantity: line.quantity.count, unitPrice: line.unitPrice,
            total: order.totals.lines[line.position - 1].amount)
    }
}
