/// A buyer who fills a cart with a configured product and two fixed ones, says where it goes, and orders.
final class OrderingBuyer: Visitor {
    /// The journey's requests, in their order.
    enum Request: Kind, CaseIterable {
        case cart, configuredLine, firstLine, secondLine, addresses, delivery, order
    }

    private var cart = ""
    private var number = 0
    private let name: Int

    private static let choices = BenchShop.choices.map { "\"\($0)\"" }.joined(separator: ",")
    private static let configuredLine =
        "{\"product\":\"\(BenchShop.configured)\",\"quantity\":1,\"choices\":[\(choices)]}"
    private static let lines = BenchShop.fixed.map { "{\"product\":\"\($0)\",\"quantity\":1}" }
    private static let addresses = """
        {"email":"ada@example.org","invoiceAddress":{"name":"Ada Lovelace","street":"Hauptstr. 1",\
        "postalCode":"10115","city":"Berlin","country":"DE"}}
        """

    nonisolated(unsafe) private static var made = 0

    init() {
        Self.made += 1
        name = Self.made
    }

    func begin(_ out: inout Outgoing) -> Kind {
        out.send("POST", "/v1/carts", #"{"currency":"EUR"}"#)
        return Request.cart.rawValue
    }

    func next(after answer: borrowing Answer, _ out: inout Outgoing) -> Kind? {
        if step == .cart { cart = answer.text("id") ?? "" }
        guard let next = Request(rawValue: step.rawValue + 1) else {
            step = .cart
            return nil
        }
        step = next
        let path = "/v1/carts/\(cart)"
        switch next {
        case .cart: break
        case .configuredLine: out.send("POST", path + "/lines", Self.configuredLine)
        case .firstLine: out.send("POST", path + "/lines", Self.lines[0])
        case .secondLine: out.send("POST", path + "/lines", Self.lines[1])
        case .addresses: out.send("PUT", path + "/addresses", Self.addresses)
        case .delivery: out.send("PUT", path + "/delivery", #"{"method":"ship"}"#)
        case .order:
            number += 1
            out.send("POST", path + "/order", #"{"payment":{"token":"pm_card_visa"}}"#,
                     headers: "Idempotency-Key: buyer-\(name)-\(number)\r\n")
        }
        return next.rawValue
    }

    func fail() { step = .cart }

    private var step = Request.cart
}
