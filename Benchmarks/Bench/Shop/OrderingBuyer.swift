/// A buyer who fills a cart with a configured product and two fixed ones, says where it goes, and orders.
final class OrderingBuyer: Visitor {
    /// The journey's requests, in their order.
    enum Request: Kind, CaseIterable {
        case cart, configuredLine, firstLine, secondLine, addresses, delivery, order
    }

    /// How the cart is filled.
    enum Way: String, CaseIterable {
        /// A request for each thing, as a buyer does who looks around: seven in all.
        case inSteps = "in steps"
        /// All with the cart, as a front end does that kept it itself: two in all.
        case atOnce = "at once"

        var requests: [Request] {
            switch self {
            case .inSteps: Request.allCases
            case .atOnce: [.cart, .order]
            }
        }
    }

    private let way: Way
    private let name: Int
    private var cart = ""
    private var number = 0
    private var place = 0

    nonisolated(unsafe) private static var made = 0

    init(_ way: Way) {
        self.way = way
        Self.made += 1
        name = Self.made
    }

    func begin(_ out: inout Outgoing) -> Kind {
        place = 0
        send(.cart, &out)
        return Request.cart.rawValue
    }

    func next(after answer: borrowing Answer, _ out: inout Outgoing) -> Kind? {
        if place == 0 { cart = answer.text("id") ?? "" }
        place += 1
        guard place < way.requests.count else { return nil }
        let request = way.requests[place]
        send(request, &out)
        return request.rawValue
    }

    func fail() { place = 0 }

    private func send(_ request: Request, _ out: inout Outgoing) {
        let path = "/v1/carts/\(cart)"
        switch request {
        case .cart: out.send("POST", "/v1/carts", way == .inSteps ? #"{"currency":"EUR"}"# : wholeCart)
        case .configuredLine: out.send("POST", path + "/lines", configuredLine)
        case .firstLine: out.send("POST", path + "/lines", Self.lines[0])
        case .secondLine: out.send("POST", path + "/lines", Self.lines[1])
        case .addresses: out.send("PUT", path + "/addresses", Self.addresses)
        case .delivery: out.send("PUT", path + "/delivery", Self.delivery)
        case .order:
            number += 1
            out.send("POST", path + "/order", #"{"payment":{"token":"pm_card_visa"}}"#,
                     headers: "Idempotency-Key: buyer-\(name)-\(number)\r\n")
        }
    }

    /// No two buyers in a row choose the same.
    private var configuredLine: String {
        let choices = BenchShop.choices[(name + number) % BenchShop.choices.count].map { "\"\($0)\"" }
        return "{\"product\":\"\(BenchShop.configured)\",\"quantity\":1,\"choices\":[\(choices.joined(separator: ","))]}"
    }

    private var wholeCart: String {
        let lines = ([configuredLine] + Self.lines).joined(separator: ",")
        return "{\"currency\":\"EUR\",\"lines\":[\(lines)],\"addresses\":\(Self.addresses),\"delivery\":\(Self.delivery)}"
    }

    private static let lines = BenchShop.fixed.map { "{\"product\":\"\($0)\",\"quantity\":1}" }
    private static let addresses = """
        {"email":"ada@example.org","invoiceAddress":{"name":"Ada Lovelace","street":"Hauptstr. 1",\
        "postalCode":"10115","city":"Berlin","country":"DE"}}
        """
    private static let delivery = #"{"method":"ship"}"#
}
