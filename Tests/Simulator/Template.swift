import Foundation
import Logging
import Notices
import Orderworks
import Storage
import StorageSQLite
import Testbed
import Trade
import Values
import Web

/// The shop that every history begins with: a few goods that run short, and a desk that shares a part with one of them.
package struct ShopTemplate: Sendable {
    /// The database's file; it goes with the last who holds this.
    let path: String
    private let folder: TemporaryFolder

    static let migrations = Wiring.migrations

    /// Furnishes a shop; the same one each time.
    package static func make() async throws -> ShopTemplate {
        let folder = try TemporaryFolder()
        let path = folder.path + "/template.sqlite"
        let database = try SQLiteDatabase.open(path: path, log: .quiet)
        try await database.migrate(migrations)
        let time = ManualTime(World.start)
        let shop = Shop(database: database, time: time, chance: SeededChance(1), log: .quiet)
        let wiring = try Wiring(
            around: shop, Establishment.secrets, .sample, Establishment.outside(NoBank(), NoMail()),
            DataFolder(path: folder.path))
        let staff = TestClient(try wiring.inside(as: "template"))
        for (method, route, body) in requests {
            let answer = try await staff.send(
                method, route, json: body, headers: method == .put ? Self.first : Headers())
            guard (200..<300).contains(answer.status) else {
                throw StorageFailure.other("\(route) \(answer.status): \(answer.text)")
            }
        }
        await database.close()
        return ShopTemplate(path: path, folder: folder)
    }

    /// What was never set has this version.
    private static let first: Headers = ["If-Match": "\"0\""]

    /// So many of each lie in the workshop: fewer than buyers want.
    private static let stock: [(item: String, count: Int64)] = [
        ("mats", 4), ("roof-box", 2), ("drawer", 3), ("oak-top", 3), ("steel-legs", 4),
    ]

    private static var requests: [(Web.Method, String, JSON)] {
        house + stock.flatMap { item, count -> [(Web.Method, String, JSON)] in
            [
                (.post, "/v1/items", ["id": .string(item), "name": ["en": .string(item)]]),
                (.post, "/v1/stock/receipts", [
                    "item": .string(item), "place": "workshop", "count": .integer(count),
                    "reference": .string("first-\(item)"),
                ]),
            ]
        } + fixed("mats", part: "mats", 8_900, capture: "at_order")
            + fixed("roof-box", part: "roof-box", 44_900, capture: "at_shipment")
            + fixed("drawer-kit", part: "drawer", 7_900, capture: "at_order") + desk
    }

    private static let house: [(Web.Method, String, JSON)] = [
        (.put, "/v1/tax-rates/DE", ["rates": [["taxClass": "standard", "rate": "19", "validFrom": "2024-01-01"]]]),
        (.post, "/v1/delivery-zones", [
            "id": "home", "name": ["en": "Delivery"], "countries": ["DE"],
            "tariffs": [["basis": "weight", "steps": [["price": ["amount": 1_900, "currency": "EUR"]]]]],
        ]),
        (.post, "/v1/places", [
            "id": "workshop", "name": "Workshop", "kind": "warehouse", "priority": 1,
            "address": [
                "name": "Desks & Sons", "street": "Holzweg 3", "postalCode": "99084", "city": "Erfurt",
                "country": "DE",
            ],
        ]),
        (.post, "/v1/categories", ["id": "goods", "name": ["en": "Goods"]]),
    ]

    private static func product(_ id: String, _ kind: String, _ part: String, capture: String) -> JSON {
        [
            "id": .string(id), "kind": .string(kind), "category": "goods", "taxClass": "standard",
            "name": ["en": .string(id)], "description": ["en": "Made here."], "weightGrams": 4_000,
            "capture": .string(capture), "parts": [["item": .string(part), "count": 1]],
        ]
    }

    private static func price(_ id: String, _ amount: Int64) -> (Web.Method, String, JSON) {
        (.put, "/v1/products/\(id)/prices", [
            "prices": [["price": ["amount": .integer(amount), "currency": "EUR"], "validFrom": "2024-01-01"]],
        ])
    }

    private static func fixed(
        _ id: String, part: String, _ amount: Int64, capture: String
    ) -> [(Web.Method, String, JSON)] {
        [
            (.post, "/v1/products", product(id, "fixed", part, capture: capture)), price(id, amount),
            (.post, "/v1/products/\(id)/publish", [:]),
        ]
    }

    private static var desk: [(Web.Method, String, JSON)] {
        [
            (.post, "/v1/products", product("desk", "configurable", "steel-legs", capture: "at_order")),
            price("desk", 49_900),
            (.put, "/v1/products/desk/model/draft", [
                "groups": [
                    [
                        "id": "top", "name": ["en": "Table top"], "minimum": 1, "maximum": 1, "default": ["oak"],
                        "options": [option("oak", 12_000, part: "oak-top")],
                    ],
                    [
                        "id": "extras", "name": ["en": "Extras"], "minimum": 0, "maximum": 1,
                        "options": [option("drawer", 7_900, part: "drawer")],
                    ],
                ],
                "rules": [],
            ]),
            (.post, "/v1/products/desk/model/publish", [:]), (.post, "/v1/products/desk/publish", [:]),
        ]
    }

    private static func option(_ id: String, _ amount: Int64, part: String) -> JSON {
        [
            "id": .string(id), "name": ["en": .string(id)], "prices": [["amount": .integer(amount), "currency": "EUR"]],
            "parts": [["item": .string(part), "count": 1]],
        ]
    }
}

/// Nobody orders while the shop is being furnished.
private struct NoBank: CardBank {
    private static let away = BankFailure.notSent("there is no bank")

    func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent { throw Self.away }
    func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent { throw Self.away }
    func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? { throw Self.away }
    func capture(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> BankIntent {
        throw Self.away
    }
    func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent { throw Self.away }
    func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        throw Self.away
    }
    func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        throw Self.away
    }
}

private struct NoMail: MailCarrier {
    func send(_ mail: Mail) -> Mail.Keep? { nil }
}
