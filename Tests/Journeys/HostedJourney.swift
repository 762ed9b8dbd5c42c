import Connectors
import Foundation
import Testbed
import Testing
import Values
import Web

/// Orders without a card: the buyer is sent to the bank's own page, and its webhooks alone tell the shop what came of
/// it. All over HTTP, at the program as it was built.
@Suite struct HostedJourney {
    @Test("at the bank's own page a buyer pays, pays after a declined card, or turns back; both books agree")
    func hostedPage() async throws {
        let shop = try await RunningShop()
        let browser = Browser()

        let paid = try await Pending(shop)
        #expect(try await browser.press(paid.page, "card=pm_card_visa").hasPrefix(paid.back(shop)))
        try await paid.wait(for: "placed", shop)

        let declined = try await Pending(shop)
        #expect(try await browser.press(declined.page, "card=pm_card_chargeDeclined") == declined.page)
        #expect(try await browser.look(declined.page).contains("Your card was declined."))
        #expect(try await declined.state(shop) == "pending")
        let proof = try await browser.press(declined.page, "card=pm_card_threeDSecure2Required")
        let after = try await browser.press(proof, "outcome=complete")
        #expect(after.hasPrefix(declined.page))
        try await declined.wait(for: "placed", shop)

        let turned = try await Pending(shop)
        let giveUp = shop.guest.with("Authorization", "Bearer \(turned.secret)")
        let given = try await giveUp.post("/v1/orders/\(turned.order)/payment-cancellation")
        #expect(given.json["order"]?["state"]?.string == "failed", "\(given.text)")
        #expect(try await browser.press(turned.page, "card=pm_card_visa") == turned.page)
        #expect(try await browser.look(turned.page).contains("Nothing was charged."))
        let card = try await shop.guest.post(
            turned.cart + "/order", ["payment": ["token": "pm_card_visa"]], headers: ["Idempotency-Key": "card"])
        #expect(card.status == 201, "\(card.text)")

        // Money is asked for in the background; the checker wants it all settled.
        for order in [paid, declined] { try await order.waitForMoney(shop) }
        #expect(try await shop.program.stop() == 0)
        let data = shop.folder.path + "/data"
        let buyers = shop.folder.path + "/buyers"
        try Data().write(to: URL(fileURLWithPath: buyers))
        let verdict = try await BuiltProgram.run([
            "check", "--data", data, "--bank", data + "/bank.journal", "--buyers", buyers,
        ])
        #expect(verdict.code == 0, "\(verdict.output)")
    }

    /// An order whose buyer has been sent to the bank's page.
    private struct Pending {
        let cart: String
        let order: String
        let secret: String
        let page: String

        init(_ shop: RunningShop) async throws {
            cart = try await shop.filledCart()
            let answer = try await shop.guest.post(cart + "/order", [:], headers: ["Idempotency-Key": "page"])
            #expect(answer.status == 202, "\(answer.text)")
            order = try #require(answer.json["order"]?.string)
            secret = try #require(answer.json["secret"]?.string)
            page = try #require(answer.json["payment"]?["nextActionURL"]?.string)
        }

        func back(_ shop: RunningShop) -> String { "\(shop.address)/orders/\(order)/return" }

        func state(_ shop: RunningShop) async throws -> String? {
            try await status(shop)["order"]?["state"]?.string
        }

        private func status(_ shop: RunningShop) async throws -> JSON {
            try await shop.guest.with("Authorization", "Bearer \(secret)").get("/v1/orders/\(order)").json
        }

        func wait(for state: String, _ shop: RunningShop) async throws {
            for _ in 0..<300 {
                if try await self.state(shop) == state { return }
                try await Task.sleep(for: .milliseconds(100))
            }
            Issue.record("order \(order) is \(try await self.state(shop) ?? "gone"), not \(state)")
        }

        func waitForMoney(_ shop: RunningShop) async throws {
            for _ in 0..<300 {
                if try await status(shop)["payment"]?["state"]?.string == "captured" { return }
                try await Task.sleep(for: .milliseconds(100))
            }
            Issue.record("order \(order) was never paid out")
        }
    }

    /// A buyer's browser that goes where it is sent only when it is told to.
    private struct Browser {
        private let transport = CurlTransport()

        /// Where a form leads.
        func press(_ url: String, _ fields: String) async throws -> String {
            let answer = try await transport.send(OutgoingRequest(
                .post, url, headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Array(fields.utf8),
                timeout: .seconds(20)))
            #expect(answer.status == 303)
            return answer.headers["Location"] ?? ""
        }

        func look(_ url: String) async throws -> String {
            let answer = try await transport.send(
                OutgoingRequest(.get, url, headers: [:], body: [], timeout: .seconds(20)))
            return String(decoding: answer.body, as: UTF8.self)
        }
    }
}
