import Storage
import Supply
import Synchronization
import Testbed
import Testing
import Trade
import Values
import Web

@testable import Notices

@Suite("The built-in mailbox, and the jobs that fill it")
struct MailboxTests {
    @Test("each piece of news about an order becomes one mail in its buyer's language")
    func newsBecomesMail() async throws {
        let notices = try await NoticesShop()
        let shop = notices.shop
        let order = try await notices.order("order-1", .de)
        try await shop.write { db in
            let now = Instant.sample
            try shop.outbox.publish(OrderReadyForPickup(order: order), at: now, in: db)
            try shop.outbox.publish(OrderHandedOver(order: order), at: now, in: db)
            try shop.outbox.publish(OrderCancelled(order: order), at: now, in: db)
        }
        try await notices.worker(Mailbox(shop)).drain()
        let client = try TestClient(Notices.endpoints(shop))
        let mails = try await client.get("/v1/mails?order=\(order)").json["items"]?.array ?? []
        #expect(mails.compactMap { $0["kind"]?.string }.sorted() == [
            "cancelled", "confirmation", "handed_over", "ready_for_pickup",
        ])
        #expect(mails.allSatisfy { $0["copies"] == 1 && $0["to"] == "ada@example.org" })
        let confirmation = try #require(mails.first { $0["kind"] == "confirmation" }?["id"]?.string)
        let mail = try await client.get("/v1/mails/\(confirmation)").json
        #expect(try Schema.of(MailTextView.self).faults(in: mail).isEmpty)
        let text = mail["text"]?.string ?? ""
        let shown = text.replacing("\u{A0}", with: " ")
        for part in [
            "1 × Kombi", "Lackierung: Nachtblau", "2 × Dachbox", "898,00 €", "Herbstangebot", "-1.000,00 €",
            "49,90 €", "30.447,90 €", "darin 19 % MwSt.", "Hauptstraße 1", "K7Q2-M9XD-4T",
        ] { #expect(shown.contains(part), "\(part)") }
    }

    @Test("each parcel and each refund has a mail of its own, with what is in it")
    func parcelsAndRefunds() async throws {
        let notices = try await NoticesShop()
        let order = try await notices.order()
        try await notices.ship(order, "parcel-1", [1: 1], tracking: "JD01")
        try await notices.ship(order, "parcel-2", [2: 2], tracking: nil)
        try await notices.refund(order, "refund-1", cents: 49_90)
        try await notices.worker(Mailbox(notices.shop)).drain()
        let client = try TestClient(Notices.endpoints(notices.shop))
        var texts: [String: String] = [:]
        for mail in try await client.get("/v1/mails").json["items"]?.array ?? [] {
            let text = try await client.get("/v1/mails/\(mail["id"]?.string ?? "")").json["text"]?.string
            texts[mail["messageID"]?.string ?? ""] = text
        }
        #expect(texts.count == 4)
        let (first, second) = (
            texts["<order-1.shipped.parcel-1@autohaus.example>"] ?? "",
            texts["<order-1.shipped.parcel-2@autohaus.example>"] ?? "")
        #expect(first.contains("1 × Estate") && first.contains("Tracking number: JD01") && !first.contains("Roof box"))
        #expect(second.contains("2 × Roof box") && !second.contains("Tracking") && !second.contains("Estate"))
        #expect(texts["<order-1.refunded.refund-1@autohaus.example>"]?.contains("Refunded: €49.90") == true)
    }

    @Test("who collects is told where")
    func collection() async throws {
        let notices = try await NoticesShop()
        _ = try await notices.order("order-1", collectedAt: Place.northDealer.id)
        try await notices.worker(Mailbox(notices.shop)).drain()
        let client = try TestClient(Notices.endpoints(notices.shop))
        let id = try await client.get("/v1/mails").json["items"]?[0]?["id"]?.string ?? ""
        let text = try await client.get("/v1/mails/\(id)").json["text"]?.string ?? ""
        #expect(text.contains("""
            To be collected at
                Dealer North
                Wandsbeker Chaussee 80
                22089 Hamburg
            """))
    }

    @Test("a checker misses a confirmation that was neither sent nor waits, and finds one under two names")
    func invariant() async throws {
        let notices = try await NoticesShop()
        let shop = notices.shop
        func verdict() async throws -> Invariant.Verdict {
            try await shop.read { try MailInvariants.confirmations.check($0) }
        }
        _ = try await notices.order("order-0", placed: false)
        _ = try await notices.order("order-1")
        #expect(try await verdict() == .holds)
        try await notices.worker(Mailbox(shop)).drain()
        #expect(try await verdict() == .holds)
        try await shop.write { try $0.run("DELETE FROM mail_sent") }
        #expect(try await verdict() == .broken(["order order-1: no confirmation was sent, and none waits"]))
        try await shop.write { db in
            try db.run("""
                INSERT INTO mail_sent (order_id, kind, reference, message_id, sent_at)
                VALUES ('order-1', 'confirmation', '', '<other@shop>', 1)
                """)
        }
        #expect(try await verdict() == .broken(["order order-1: its confirmation went out as <other@shop>"]))
        let again = try LetterSamples.letter().mail(LetterSamples.letterhead, at: .sample)
        try await shop.keep(Mail(
            MessageID(.order("order-1"), .confirmation, "2", at: "x"), about: .order("order-1"), kind: .confirmation,
            from: again.from, to: again.to, subject: "again", text: "", html: "", language: .en, date: .sample))
        #expect(try await verdict() == .broken([
            "order order-1: its confirmation went out as <other@shop>",
            "order order-1: its confirmation has 2 Message-IDs",
        ]))
    }

    /// Takes a mail and then loses its voice, as a server does that dies after it has taken a mail.
    private final class Faltering: MailCarrier {
        private let shop: Shop
        private let failures: Mutex<Int>
        let names = Mutex<[MessageID]>([])

        init(_ shop: Shop, failures: Int) {
            self.shop = shop
            self.failures = Mutex(failures)
        }

        struct Silence: Error {}

        func send(_ mail: Mail) async throws -> Mail.Keep? {
            try await shop.keep(mail)
            names.withLock { $0.append(mail.messageID) }
            let fails = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw Silence() }
            return nil
        }
    }

    @Test("a mail sent again after a failure has the same Message-ID and is a copy, and then is not sent any more")
    func retriesKeepTheName() async throws {
        let notices = try await NoticesShop()
        let shop = notices.shop
        let carrier = Faltering(shop, failures: 2)
        let worker = notices.worker(carrier)
        let order = try await notices.order()
        for _ in 0..<5 {
            try await worker.drain()
            notices.sample.time.advance(by: .hours(1))
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
            try shop.outbox.publish(OrderPlaced(order: order), at: .sample, in: db)
        }
        try await worker.drain()
        #expect(carrier.names.withLock { $0.count } == 3)
    }

    @Test("mails are listed newest first, page by page, and read one by one")
    func reading() async throws {
        let sample = try await Shop.sample(migrations: Notices.migrations)
        let shop = sample.shop
        for number in 1...5 {
            let letter = LetterSamples.letter(.shipped, reference: "parcel-\(number)")
            try await shop.keep(LetterSamples.mail(letter))
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
        let sample = try await Shop.sample(migrations: Notices.migrations)
        let client = try TestClient(Notices.endpoints(sample.shop), as: Anybody.guest())
        #expect(try await client.get("/v1/mails").status == 401)
        #expect(try await client.get("/v1/mails/any").status == 401)
    }
}
