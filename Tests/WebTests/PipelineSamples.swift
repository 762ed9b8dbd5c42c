import Synchronization
import Values
import Web

/// A small shop counter that the pipeline is tried on.
enum Counter {
    static let endpoints: [any Endpoint] = [
        PutLine(), ReadLine(), ListLines(), EditLine(), DropLine(), Order(), SetPicture(), TakeNews(), Break(),
    ]

    struct Line: View, Equatable {
        let id: ID<Line>
        let quantity: Quantity
        let size: Size?
    }

    enum Size: String, CaseIterable, Codable, Sendable { case small, large }

    enum Refused: Refusal {
        case soldOut(left: Int)

        static let catalogue = [Self.soldOut(left: 2).problem]

        var problem: Problem {
            switch self {
            case .soldOut(let left): Problem(409, "sold-out", "Too few are left.", ["left": .integer(Int64(left))])
            }
        }
    }

    /// Takes a body with everything in it, and a member from the path.
    struct PutLine: Endpoint {
        static let route = Route(.post, "/v1/carts/{cart}/lines", .shop)
        static let summary = "Puts something into a cart."
        static let refusals: [any Refusal.Type] = [Refused.self]
        static let body = Body.json(limitBytes: 2000)

        struct Input: Decodable, Sendable {
            let cart: ID<Line>
            let product: ID<Size>
            let quantity: Quantity
            let size: Size?
            let wishes: [Wish]?

            struct Wish: Decodable, Sendable {
                let text: ShortText
                let quantity: Quantity
            }
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Created<Line> {
            if input.product.text == "sold-out" { throw Refused.soldOut(left: 3) }
            return Created(
                Line(id: input.product.of(), quantity: input.quantity, size: input.size),
                at: "/v1/carts/\(input.cart)/lines/\(input.product)")
        }
    }

    struct ReadLine: Endpoint {
        static let route = Route(.get, "/v1/carts/{cart}/lines/{line}", .shop)
        static let summary = "Shows a line."

        struct Input: Decodable, Sendable {
            let cart: ID<Line>
            let line: ID<Line>
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Tagged<Line> {
            Tagged(Line(id: input.line, quantity: 2, size: nil), version: 3)
        }
    }

    struct ListLines: Endpoint {
        static let route = Route(.get, "/v1/carts/{cart}/lines", .shop)
        static let summary = "Lists a cart's lines."

        struct Input: Decodable, Sendable {
            let cart: ID<Line>
            let size: [Size]?
            let isGift: Bool?
            let page: PageRequest
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Page<Line> {
            let after = try input.page.after(ID<Line>.self)
            let all: [ID<Line>] = ["a", "b", "c", "d"]
            let rows = all.filter { row in after.map { $0 < row } ?? true }
            return input.page.page(Array(rows.prefix(input.page.limit + 1)), cursor: \.text) {
                Line(id: $0, quantity: input.isGift == true ? 2 : 1, size: input.size?.last)
            }
        }
    }

    struct EditLine: Endpoint {
        static let route = Route(.put, "/v1/carts/{cart}/lines/{line}", .catalogueEdit)
        static let summary = "Changes a line."
        static let refusals: [any Refusal.Type] = [EditVersion.Refusal.self]

        struct Input: Decodable, Sendable {
            let cart: ID<Line>
            let line: ID<Line>
            let seen: EditVersion
            let quantity: Quantity
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Tagged<Line> {
            try input.seen.check(current: 3)
            return Tagged(Line(id: input.line, quantity: input.quantity, size: nil), version: 4)
        }
    }

    struct DropLine: Endpoint {
        static let route = Route(.delete, "/v1/carts/{cart}/lines/{line}", .shop)
        static let summary = "Takes a line out."

        typealias Input = ReadLine.Input

        func answer(_ input: Input, for caller: Caller) async throws -> Done { Done() }
    }

    struct Order: Endpoint {
        static let route = Route(.post, "/v1/carts/{cart}/order", .shop)
        static let summary = "Orders a cart."

        struct Input: Decodable, Sendable {
            let cart: ID<Line>
            let key: IdempotencyKey
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Ordered { Ordered(key: input.key.text) }
    }

    struct Ordered: View { let key: String }

    struct SetPicture: Endpoint {
        static let route = Route(.put, "/v1/pictures/{picture}", .catalogueEdit)
        static let summary = "Stores a picture."
        static let body = Body.upload(mediaTypes: ["image/png", "image/jpeg"], limitBytes: 100)

        struct Input: Decodable, Sendable {
            let picture: ID<Line>
            let upload: Upload
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Media {
            Media(input.upload.mediaType, input.upload.bytes)
        }
    }

    struct TakeNews: Endpoint {
        static let route = Route(.post, "/v1/news", .shop)
        static let summary = "Takes a bank's event."
        static let headers = ["Stripe-Signature": "signature"]

        struct Input: Decodable, Sendable {
            let signature: ShortText
            let event: JSON
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Done { Done() }
    }

    /// Fails in the way it is told to.
    struct Break: Endpoint {
        static let route = Route(.get, "/v1/break", .shop)
        static let summary = "Fails."

        struct Input: Decodable, Sendable {
            let how: How

            enum How: String, CaseIterable, Decodable, Sendable { case secretly, busy, plainly }
        }

        func answer(_ input: Input, for caller: Caller) async throws -> Done {
            switch input.how {
            case .secretly: throw Malformed("the password is swordfish")
            case .busy: throw Busy()
            case .plainly: throw Problem(410, "gone", "It was here once.")
            }
        }
    }

    struct Busy: Error {}
}

/// Knows one key, `Bearer staff`, which may see orders and nothing else.
struct DoorKeeper: Authenticator {
    func caller(of head: Request.Head) async throws -> Caller {
        switch head.headers["Authorization"] {
        case nil: Caller(.guest, grants: [.shop: .all])
        case "Bearer staff": Caller(.key(id: "k1", name: "Ada"), grants: [.shop: .all, .orderList: .all])
        case "Bearer editor": Caller(.key(id: "k2", name: "Eve"), grants: [.shop: .all, .catalogueEdit: .all])
        default: throw Unauthenticated()
        }
    }
}
