import Offer
import Values
import Web

/// What a client sees of an order.
package struct OrderView: View {
    package let id: ID<Order>
    package let number: String
    package let state: Order.State
    package let language: Language
    package let email: EmailAddress
    package let invoiceAddress: PostalAddress
    package let deliveryAddress: PostalAddress
    package let delivery: Delivery
    package let lines: [Line]
    package let totals: Totals
    package let createdAt: Instant
    package let placedAt: Instant?

    package struct Line: Codable, Sendable {
        package let id: ID<Order.Line>
        package let product: ID<Product>
        package let name: Texts
        package let options: [Order.Line.Choice]
        package let modelVersion: Int?
        package let quantity: Quantity
        package let unitPrice: Money
        package let shippedCount: Int
    }

    package init(_ order: Order) {
        id = order.id
        number = order.number
        state = order.state
        language = order.language
        email = order.email
        invoiceAddress = order.invoiceAddress
        deliveryAddress = order.deliveryAddress
        delivery = order.delivery
        lines = order.lines.map { line in
            Line(
                id: line.id, product: line.product, name: line.name, options: line.options,
                modelVersion: line.modelVersion, quantity: line.quantity, unitPrice: line.unitPrice,
                shippedCount: line.shippedCount)
        }
        totals = order.totals
        createdAt = order.createdAt
        placedAt = order.placedAt
    }

    var bytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

/// A placed order as its buyer is told of it: the order, and the secret that opens it again.
package struct PlacedOrderView: View {
    package let order: OrderView
    /// Send it as `Authorization: Bearer …` to read the order.
    package let secret: String
}

/// An order whose payment is still open: where it can be read, and what the buyer has to do.
package struct PendingOrderView: View {
    package let order: ID<Order>
    package let number: String
    package let state: Order.State
    package let payment: Payment
    package let secret: String

    package struct Payment: Codable, Sendable {
        package let state: PaymentAttempt.State
        /// Send the buyer's browser there; only while the state is `requires_action`.
        package let nextActionURL: String?
        /// By when; afterwards the order is given up and the stock freed.
        package let deadline: Instant?
    }

    init(_ order: Order, _ attempt: PaymentAttempt, secret: String) {
        self.order = order.id
        number = order.number
        state = order.state
        payment = Payment(
            state: attempt.state, nextActionURL: attempt.state == .requiresAction ? attempt.actionURL : nil,
            deadline: attempt.state == .requiresAction ? attempt.deadline : nil)
        self.secret = secret
    }
}

extension OrderView: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.text)
        writer.member("number", number)
        writer.member("state", state.rawValue)
        writer.member("language", language.rawValue)
        writer.member("email", email.text)
        writer.member("invoiceAddress", invoiceAddress)
        writer.member("deliveryAddress", deliveryAddress)
        writer.member("delivery", delivery)
        writer.member("lines", lines)
        writer.member("totals", totals)
        writer.member("createdAt", createdAt.description)
        writer.member("placedAt", placedAt?.description)
        writer.endObject()
    }
}

extension OrderView.Line: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.text)
        writer.member("product", product.text)
        writer.member("name", name)
        writer.member("options", options)
        writer.member("modelVersion", modelVersion)
        writer.member("quantity", quantity.count)
        writer.member("unitPrice", unitPrice)
        writer.member("shippedCount", shippedCount)
        writer.endObject()
    }
}

extension Order.Line.Choice: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case group, name }

    package init?(json: JSON) {
        guard case .object(let object) = json, let group = object["group"].flatMap(Texts.init(json:)),
              let name = object["name"].flatMap(Texts.init(json:)) else { return nil }
        self.init(group: group, name: name)
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        group = try container.decode(Texts.self, forKey: .group)
        name = try container.decode(Texts.self, forKey: .name)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("group", group)
        writer.member("name", name)
        writer.endObject()
    }
}
