import Storage
import Synchronization
import Testbed
import Testing
import Trade
import Values

@testable import Notices

@Suite("The built-in mailbox, and the jobs that fill it")
struct MailboxTests {
    private func sample() async throws -> TestShop {
        try await Shop.sample(migrations: Notices.migrations, subscriptions: Notices.subscriptions)
    }

    private func worker(_ shop: Shop, _ carrier: any MailCarrier) -> JobWorker {
        JobWorker(shop: shop, handlers: [OrderMailing(
            shop: shop, carrier: carrier, letterhead: LetterSamples.letterhead,
            letter: { work, _ in LetterSamples.letter(work.mail, reference: work.reference) })])
    }

    @Test("each piece of news becomes one mail, two parcels two")
    func newsBecomesMail() async throws {
        let sample = try await sample()
        let shop = sample.shop
        let order: ID<Order> = "01kp4wm28hbm4r6t7qy3c9xv2e"
        try await shop.write { db in
            let now = Instant.sample
            try shop.outbox.publish(OrderPlaced(order: order), at: now, in: db)
            try shop.outbox.publish(OrderShipped(order: order, shipment: "parcel-1"), at: now, in: db)
            try shop.outbox.publish(OrderShipped(order: order, shipment: "parcel-2"), at: now, in: db)
            try shop.outbox.publish(OrderReadyForPickup(order: order), at: now, in: db)
            try shop.outbox.publish(OrderHandedOver(order: order), at: now, in: db)
            try shop.outbox.publish(OrderCancelled(order: order), at: now, in: db)
            try shop.outbox.publish(OrderRefunded(order: order, refund: "refund-1"), at: now, in: db)
        }
        try await worker(shop, Mailbox(shop)).drain()
        let client = try TestClient(Notices.endpoints(shop))
        let mails = try await client.get("/v1/mails?order=\(order)").json["items"]?.array ?? []
        #expect(mails.compactMap { $0["kind"]?.string }.sorted() == [
            "cancelled", "confirmation", "handed-over", "ready-for-pickup", "refunded", "shipped", "shipped",
        ])
        #expect(mails.allSatisfy { $0["copies"] == 1 && $0["to"] == "ada@example.org" })
    }

    /// Takes a mail and then loses its voice, as a server does that dies after it has taken a mail.
    private final class Faltering: MailCarrier {
        private let carrier: any MailCarrier
        private let failures: Mutex<Int>
        let names = Mutex<[MessageID]>([])

        init(_ carrier: any MailCarrier, failures: Int) {
            self.carrier = carrier
            self.failures = Mutex(failures)
        }

        struct Silence: Error {}

        func send(_ mail: Mail) async throws {
            try await carrier.send(mail)
            names.withLock { $0.append(mail.messageID) }
            let fails = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw Silence() }
        }
    }

    @Test("a mail sent again after a failure has the same Message-ID and is a copy, and then is not sent any more")
    func retriesKeepTheName() async throws {
        let sample = try await sample()
        let shop = sample.shop
        let carrier = Faltering(Mailbox(shop), failures: 2)
        let worker = worker(shop, carrier)
        try await shop.write { db in
            try shop.outbox.publish(OrderPlaced(order: "01kp4wm28hbm4r6t7qy3c9xv2e"), at: .sample, in: db)
        }
        for _ in 0..<5 {
            try await worker.drain()
            sample.time.advance(by: .hours(1))
        }
        let names = carrier.names.withLock { $0 }
        #expect(names.count == 3)
        #expect(Set(names).count == 1)
        let client = try TestClient(Notices.endpoints(shop))
        let mails = try await client.get("/v1/mails").json["items"]?.array ?? []
        #expect(mails.count == 1)
        #expect(mails.first?["copies"] == 3)
        // The same order placed twice in the events is still one mail.
        try await shop.write { db in
            try shop.outbox.publish(OrderPlaced(order: "01kp4wm28hbm4r6t7qy3c9xv2e"), at: .sample, in: db)
        }
        try await worker.drain()
        #expect(carrier.names.withLock { $0.count } == 3)
    }

    @Test("mails are listed newest first, page by page, and read one by one")
    func reading() async throws {
        let sample = try await sample()
        let shop = sample.shop
        for number in 1...5 {
            let letter = LetterSamples.letter(.shipped, reference: "parcel-\(number)")
            try await Mailbox(shop).send(try LetterSamples.mail(letter))
            sample.time.advance(by: .seconds(1))
        }
        let client = try TestClient(Notices.endpoints(shop))
        var (seen, address): ([String], String?) = ([], "/v1/mails?limit=2")
        while let next = address {
            let page = try await client.get(next).json
            seen += (page["items"]?.array ?? []).compactMap { $0["messageID"]?.string }
            address = page["next"]?.string.map { "/v1/mails?limit=2&after=\($0)" }
        }
        #expect(seen == (1...5).reversed().map {
            "<01kp4wm28hbm4r6t7qy3c9xv2e.shipped.parcel-\($0)@autohaus.example>"
        })
        let id = try #require(try await client.get("/v1/mails?limit=1").json["items"]?[0]?["id"]?.string)
        let mail = try await client.get("/v1/mails/\(id)").json
        #expect(mail["text"]?.string?.contains("JD0146000034") == true)
        #expect(mail["html"]?.string?.contains("<html") == true)
        #expect(try await client.get("/v1/mails/none").problem == "unknown-mail")
        #expect(try await client.get("/v1/mails?order=other").json["items"]?.array?.isEmpty == true)
        #expect(try await client.get("/v1/mails?after=%21").problem == "invalid-input")
    }

    @Test("guests don't read the shop's mails")
    func guestsAreRefused() async throws {
        let sample = try await sample()
        let client = try TestClient(Notices.endpoints(sample.shop), as: Anybody.guest())
        #expect(try await client.get("/v1/mails").status == 401)
        #expect(try await client.get("/v1/mails/any").status == 401)
    }
}
