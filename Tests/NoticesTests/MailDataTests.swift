import People
import Storage
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Notices
@testable import Trade

/// What rooms know of people, on whichever engine the tests run.
@Suite("Mails and orders that forget whom they were for")
struct MailDataTests {
    private static let letterhead = Letterhead(
        shopName: "Autohaus Süd", address: EmailAddress("shop@autohaus.example")!,
        accountAddress: { kind, _, token in "https://shop.example/\(kind.rawValue)?token=\(token ?? "none")" })

    /// A customer with a mail about their account, and an order with its confirmation.
    private func customer(_ notices: NoticesShop) async throws -> (account: Account, order: ID<Order>) {
        let client = try TestClient(
            People.endpoints(.sample(notices.shop)), as: ShopAuthenticator(notices.shop))
        let registered = try await client.post("/v1/accounts", [
            "email": "ada@example.org", "name": "Ada", "password": "four sheep on a roof",
        ])
        try #require(registered.status == 202)
        let order = try await notices.order()
        let other = try await notices.order("order-0")
        let account = try await notices.shop.write { db in
            let id = try #require(try db.value("SELECT account FROM account", as: ID<Account>.self))
            try Order.claim(order, for: id, in: db)
            return try Account.known(id, in: db)
        }
        try await notices.worker(Mailbox(notices.shop), Self.letterhead).drain()
        try #require(try await mails(notices) == ["", order.text, other.text].sorted())
        return (account, order)
    }

    /// The orders that mails in the mailbox are about; empty for those about accounts.
    private func mails(_ notices: NoticesShop) async throws -> [String] {
        try await notices.shop.read { db in
            try db.all("SELECT order_id FROM mailbox") { row in try row.get("order_id", as: String.self) }
        }.sorted()
    }

    private func close(_ order: ID<Order>, _ notices: NoticesShop) async throws {
        try await notices.shop.write { db in
            _ = try Order.move(order, from: .placed, to: .closed, at: .sample, by: "test", why: "over", in: db)
        }
    }

    @Test("an account's mails and orders are exported and erased, others' stay, and a second time finds nothing")
    func account() async throws {
        let notices = try await NoticesShop()
        let (account, order) = try await customer(notices)
        try await close(order, notices)
        let holders = Trade.personalData + Notices.personalData
        let (exported, erased, again) = try await notices.shop.write { db in
            (try holders.map { try $0.export(account, in: db).array?.count },
             try holders.map { try $0.erase(account, at: .sample, in: db) },
             try holders.map { try $0.erase(account, at: .sample, in: db) })
        }
        #expect(exported == [1, 0, 2] && erased == [1, 0, 2] && again == [0, 0, 0])
        #expect(try await mails(notices) == ["order-0"])
        let (mine, other) = try await notices.shop.read { db in
            (try #require(try Order.find(order, in: db)), try #require(try Order.find("order-0", in: db)))
        }
        #expect(mine.email == Erased.email && mine.deliveryAddress.name == "(erased)")
        #expect(mine.invoiceAddress.name != "(erased)" && other.email.text == "ada@example.org")
    }

    @Test("mails that are old enough go, and orders that are over forget their buyers, nothing else")
    func old() async throws {
        let notices = try await NoticesShop()
        let (_, order) = try await customer(notices)
        try await close(order, notices)
        let holders = Trade.personalData + Notices.personalData
        let span = Instant.Span.hours(1)
        let retention = Retention(carts: span, mails: span, closedAccounts: span, orders: span)
        for (hours, gone) in [(0, [0, 0, 0]), (2, [1, 0, 3]), (2, [0, 0, 0])] {
            let now = notices.shop.now + .hours(Int64(hours))
            let counts = try await notices.shop.write { db in
                try holders.map { try $0.forget(retention, at: now, in: db) }
            }
            #expect(counts == gone, "after \(hours) h")
        }
        #expect(try await mails(notices) == [])
    }

    @Test("an order that forgets its buyer takes its mails along")
    func order() async throws {
        let notices = try await NoticesShop()
        let (_, order) = try await customer(notices)
        let shop = notices.shop
        try await shop.write { db in try shop.outbox.publish(OrderErased(order: order), at: .sample, in: db) }
        #expect(try await mails(notices) == ["", "order-0"])
    }
}
