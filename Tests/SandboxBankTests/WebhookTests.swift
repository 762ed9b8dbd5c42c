import Testing
import Values
import Web

@testable import SandboxBank

struct WebhookTests {
    /// Runs the bank's deliveries while `work` lasts.
    private func delivering(_ test: TestBank, _ work: () async throws -> Void) async rethrows {
        let running = Task { await test.bank.deliverWebhooks() }
        do {
            try await work()
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        await running.value
    }

    @Test("the shop is told of each step, signed with the secret both know")
    func eachStep() async throws {
        let test = try TestBank()
        try await delivering(test) {
            let id = try await test.authorised()
            await test.post("/v1/payment_intents/\(id)/capture")
            await test.post("/v1/refunds", ["payment_intent": id])
            await test.pay("pm_card_chargeDeclined")
            let asked = await test.pay("pm_card_authenticationRequired")
            await test.post("/v1/payment_intents/\(asked.id)/cancel")
            await until { test.shop.heard.count >= 7 }
        }
        #expect(Set(test.shop.heard.compactMap(\.kind)) == [
            "payment_intent.amount_capturable_updated", "payment_intent.succeeded", "refund.created", "charge.refunded",
            "payment_intent.payment_failed", "payment_intent.requires_action", "payment_intent.canceled",
        ])
        #expect(test.shop.heard.count == 7)
        #expect(Set(test.shop.heard.compactMap(\.id)).count == 7)
        for heard in test.shop.heard {
            let seconds = test.clock.now.seconds
            let signed = Digest.hmac(Array("\(seconds).".utf8) + heard.body, key: Array(TestBank.webhookSecret.utf8))
            #expect(heard.signature == "t=\(seconds),v1=\(Digest.hex(signed))")
            #expect(heard.url == "http://shop/bank-events")
        }
        let captured = test.shop.heard.first { $0.kind == "payment_intent.succeeded" }
        #expect(captured?.json["data"]?["object"]?["amount_received"]?.integer == 1250)
    }

    /// Computed with Python's hmac.
    @Test("the signature is HMAC-SHA-256 over time and payload")
    func signature() {
        let value = WebhookSignature.value(
            payload: Array(#"{"id":"evt_1"}"#.utf8), secret: "whsec_test", at: Instant(seconds: 1_700_000_000))
        #expect(value == "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925")
    }

    @Test("what the shop doesn't take is sent again, later and later, under the same id and with a fresh signature")
    func retries() async throws {
        let test = try TestBank()
        test.shop.answer([500, 0])
        await delivering(test) {
            await test.pay()
            await until { test.shop.heard.count == 1 }
            // The first pause begins once the answer is read, which may be after the clock moved on.
            for _ in 0..<12 where test.shop.heard.count < 2 { await turn(test, .milliseconds(250)) }
            await until { test.shop.heard.count == 2 }
            #expect(test.shop.heard.count == 2)
            for _ in 0..<2 { await turn(test, .milliseconds(250)) }
            #expect(test.shop.heard.count == 2, "the second pause is longer than the first")
            for _ in 0..<20 where test.shop.heard.count < 3 { await turn(test, .milliseconds(250)) }
            await until { test.shop.heard.count == 3 }
            for _ in 0..<20 { await turn(test, .seconds(60)) }
        }
        #expect(test.shop.heard.count == 3)
        #expect(Set(test.shop.heard.compactMap(\.id)).count == 1)
        #expect(Set(test.shop.heard.map(\.body)).count == 1)
        // A signature tells seconds apart, and the first two may be of one.
        #expect(test.shop.heard.last?.signature != test.shop.heard.first?.signature)
    }

    private func turn(_ test: TestBank, _ span: Instant.Span) async {
        await test.clock.waitForSleepers(1)
        test.clock.advance(span)
        try? await Task.sleep(for: .milliseconds(5))
    }

    @Test("a duplicate on demand: twice the same event")
    func duplicate() async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "duplicateWebhook", "on": "capture"])
        try await delivering(test) {
            let id = try await test.authorised()
            await test.post("/v1/payment_intents/\(id)/capture")
            await until { test.shop.heard.count >= 3 }
        }
        let captured = test.shop.heard.filter { $0.kind == "payment_intent.succeeded" }
        #expect(captured.count == 2)
        #expect(Set(captured.compactMap(\.id)).count == 1)
    }

    @Test("an event that had not arrived when the bank was killed arrives after the next start; one that had doesn't")
    func afterKill() async throws {
        let test = try TestBank()
        await delivering(test) {
            await test.pay()
            await until { test.shop.heard.count == 1 }
        }
        let unsent = await test.pay()
        let next = try test.afterKill()
        await delivering(next) { await until { !next.shop.heard.isEmpty } }
        #expect(next.shop.heard.map { $0.json["data"]?["object"]?["id"]?.string } == [unsent.id])
        // That it arrived is written down a moment later; a bank killed before that sends it once more.
        #expect(await until { next.journal.matches(of: /"delivered"/).count == 2 })
        let last = try next.afterKill()
        await delivering(last) { await until { last.clock.sleeping > 0 } }
        #expect(last.shop.heard.isEmpty)
    }
}
