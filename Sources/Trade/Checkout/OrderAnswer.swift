import Values
import Web

/// What ordering answers: 201 with the order, or 202 while the bank or the buyer has still to answer.
package enum OrderAnswer: Answer {
    /// `order` is the order's JSON as it was stored with the client's key, so that a repeated request reads the same
    /// bytes.
    case placed(ID<Order>, order: [UInt8], secret: String)
    case pending(PendingOrderView)

    package static var described: [Described] {
        [
            Described(201, .json(PlacedOrderView.self), headers: ["Location"]),
            Described(202, .json(PendingOrderView.self), headers: ["Location"]),
        ]
    }

    package func response() throws -> Response {
        switch self {
        case .placed(let id, let order, let secret):
            let body = Array("{\"order\":".utf8) + order + Array(",\"secret\":".utf8) + JSON.string(secret).bytes
                + Array("}".utf8)
            return Response(
                201, headers: ["Content-Type": "application/json", "Location": "/v1/orders/\(id)"], body: body)
        case .pending(let view):
            var response = try view.response()
            response.status = 202
            response.headers["Location"] = "/v1/orders/\(view.order)"
            return response
        }
    }
}
