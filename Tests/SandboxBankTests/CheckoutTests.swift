import Testing
import Values
import Web

@testable import SandboxBank

@Suite("The sandbox bank's payment page")
struct CheckoutTests {
    private static let wish = [
        "mode": "payment", "line_items[0][quantity]": "1", "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "1250",
        "line_items[0][price_data][product_data][name]": "Order <K7Q2>",
        "payment_intent_data[capture_method]": "manual", "payment_intent_data[metadata][order]": "K7Q2",
        "metadata[attempt]": "a1", "client_reference_id": "K7Q2", "success_url": "http://shop/back",
        "cancel_url": "http://shop/cart?a=b&c=d",
    ]

    private func opened(_ test: TestBank, _ more: [String: String] = [:]) async throws -> (id: String, path: String) {
        let made = await test.post("/v1/checkout/sessions", Self.wish.merging(more) { $1 })
        #expect(made.status == 200)
        let url = try #require(made.json["url"]?.string)
        #expect(url == "http://bank/sandbox/checkout/\(made.id)")
        return (made.id, "/sandbox/checkout/\(made.id)")
    }

    private func look(_ test: TestBank, _ path: String) async -> Response {
        await test.bank.respond(to: Request(.init(.get, path)))
    }

    private func press(_ test: TestBank, _ path: String, _ fields: String) async -> Response {
        let headers: Headers = ["Content-Type": "application/x-www-form-urlencoded"]
        return await test.bank.respond(to: Request(.init(.post, path, headers: headers), body: Array(fields.utf8)))
    }

    private func session(_ test: TestBank, _ id: String) async -> TestBank.Reply {
        await test.get("/v1/checkout/sessions/\(id)", query: "expand[]=payment_intent")
    }

    @Test("shows the price and the test cards, in the shop's language, and the way back")
    func page() async throws {
        let test = try TestBank()
        let (id, path) = try await opened(test)
        let made = await test.get("/v1/checkout/sessions/\(id)")
        #expect(made.state == "open" && made.json["object"]?.string == "checkout.session")
        #expect(made.amount("amount_total") == 1250 && made.json["payment_intent"]?.isNull == true)
        #expect(made.json["client_reference_id"]?.string == "K7Q2" && made.json["payment_status"]?.string == "unpaid")
        let page = await look(test, path)
        #expect(page.status == 200)
        let html = String(decoding: page.body, as: UTF8.self)
        #expect(html.contains("Order &lt;K7Q2&gt;") && html.contains("12.50 EUR") && html.contains(">Pay<"))
        #expect(html.contains("4242 4242 4242 4242") && html.contains("href=\"http://shop/cart?a=b&amp;c=d\""))
        let (_, german) = try await opened(test, ["locale": "de"])
        #expect(String(decoding: await look(test, german).body, as: UTF8.self).contains(">Bezahlen<"))
        #expect(await look(test, "/sandbox/checkout/cs_unknown").status == 404)
    }

    @Test("pays: the buyer goes back to the shop, the money is held, the shop is told")
    func paid() async throws {
        let test = try TestBank()
        let (id, path) = try await opened(test)
        let back = await press(test, path, "card=pm_card_visa")
        #expect(back.status == 303 && back.headers["Location"] == "http://shop/back")
        let done = await session(test, id)
        #expect(done.state == "complete" && done.json["url"]?.isNull == true)
        let payment = try #require(done.json["payment_intent"])
        #expect(payment["status"]?.string == "requires_capture")
        #expect(payment["metadata"]?["order"]?.string == "K7Q2")
        // A second press, or another look, leads on like the first.
        #expect(await press(test, path, "card=pm_card_chargeDeclined").headers["Location"] == "http://shop/back")
        #expect(await look(test, path).headers["Location"] == "http://shop/back")
        #expect(test.bank.ledger.payments.map(\.holdsMoney) == [true])

        let task = Task { await test.bank.deliverWebhooks() }
        defer { task.cancel() }
        await until { test.shop.heard.count == 2 }
        let kinds = test.shop.heard.compactMap(\.kind)
        #expect(Set(kinds) == ["payment_intent.amount_capturable_updated", "checkout.session.completed"])
        let completed = try #require(test.shop.heard.first { $0.kind == "checkout.session.completed" })
        let told = completed.json["data"]?["object"]
        #expect(told?["metadata"]?["attempt"]?.string == "a1")
        #expect(told?["payment_intent"]?.string == payment["id"]?.string)

        let capture = await test.post("/v1/payment_intents/\(payment["id"]?.string ?? "")/capture")
        #expect(capture.state == "succeeded")
        #expect(await session(test, id).json["payment_status"]?.string == "paid")
    }

    @Test("says why a card was declined, and lets another pay")
    func declined() async throws {
        let test = try TestBank()
        let (id, path) = try await opened(test)
        let again = await press(test, path, "card=pm_card_chargeDeclinedInsufficientFunds")
        #expect(again.status == 303 && again.headers["Location"] == "http://bank\(path)")
        let html = String(decoding: await look(test, path).body, as: UTF8.self)
        #expect(html.contains("Your card has insufficient funds."))
        #expect(await session(test, id).state == "open")
        #expect(await press(test, path, "card=pm_card_visa").headers["Location"] == "http://shop/back")
        let payment = try #require(await session(test, id).json["payment_intent"]?["id"]?.string)
        #expect(test.bank.ledger.payments.map(\.id) == [payment])
    }

    @Test("leads through 3-D Secure and on: to the shop, or back to the page when it failed")
    func threeDSecure() async throws {
        let test = try TestBank()
        for (outcome, state) in [("complete", "complete"), ("fail", "open")] {
            let (id, path) = try await opened(test)
            let ask = try #require(await press(test, path, "card=pm_card_threeDSecure2Required").headers["Location"])
            #expect(ask.hasPrefix("http://bank/sandbox/3ds/pi_"))
            let proof = String(ask.dropFirst("http://bank".count))
            let back = try #require(await press(test, proof, "outcome=\(outcome)").headers["Location"])
            #expect(back.hasPrefix("http://bank\(path)?"))
            #expect(await session(test, id).state == state)
            let page = await look(test, path)
            if outcome == "complete" {
                #expect(page.headers["Location"] == "http://shop/back")
            } else {
                #expect(String(decoding: page.body, as: UTF8.self).contains("was not confirmed"))
            }
        }
    }

    @Test("closes when the shop says so, or its time is up; nobody pays there any more", arguments: [true, false])
    func expired(byShop: Bool) async throws {
        let test = try TestBank()
        let (id, path) = try await opened(test)
        let ask = try #require(await press(test, path, "card=pm_card_threeDSecure2Required").headers["Location"])
        let intent = String(ask.dropFirst("http://bank/sandbox/3ds/".count))
        // The payment of an open page is not the shop's to cancel or confirm.
        for verb in ["cancel", "confirm"] {
            #expect(await test.post("/v1/payment_intents/\(intent)/\(verb)").code == "payment_intent_unexpected_state")
        }
        if byShop {
            #expect(await test.post("/v1/checkout/sessions/\(id)/expire", key: "k").state == "expired")
            #expect(await test.post("/v1/checkout/sessions/\(id)/expire", key: "k").state == "expired")
            #expect(await test.get("/v1/payment_intents/\(intent)").state == "canceled")
        } else {
            test.clock.advance(.hours(25))
        }
        #expect(await session(test, id).state == "expired")
        let refused = await test.post("/v1/checkout/sessions/\(id)/expire")
        #expect(refused.status == 400 && refused.json["error"]?["message"]?.string?.contains("`expired`") == true)
        let page = await look(test, path)
        #expect(page.status == 410 && String(decoding: page.body, as: UTF8.self).contains("http://shop/cart"))
        _ = await press(test, path, "card=pm_card_visa")
        _ = await press(test, "/sandbox/3ds/\(intent)", "outcome=complete")
        #expect(test.bank.ledger.payments.allSatisfy { !$0.holdsMoney })
        #expect(await session(test, id).state == "expired")
    }

    @Test("survives a kill, with what was tried on it")
    func afterKill() async throws {
        let test = try TestBank()
        let (id, path) = try await opened(test)
        _ = await press(test, path, "card=pm_card_chargeDeclined")
        let after = try test.afterKill()
        #expect(await session(after, id).json == session(test, id).json)
        #expect(await press(after, path, "card=pm_card_visa").headers["Location"] == "http://shop/back")
        #expect(await session(after, id).state == "complete")
    }

    @Test("one key is one page; a wish that can't be met is refused with its parameter")
    func wishes() async throws {
        let test = try TestBank()
        let first = await test.post("/v1/checkout/sessions", Self.wish, key: "k")
        #expect(await test.post("/v1/checkout/sessions", Self.wish, key: "k").id == first.id)
        let others = [
            "mode": "subscription", "success_url": "javascript://x", "expires_at": "12",
            "line_items[0][price_data][unit_amount]": "0", "line_items[0][quantity]": "x",
            "payment_intent_data[receipt_email]": "a@b.c", "colour": "red",
        ]
        for (name, value) in others {
            let refused = await test.post("/v1/checkout/sessions", Self.wish.merging([name: value]) { $1 })
            #expect(refused.status == 400, "\(name)")
            #expect(refused.json["error"]?["param"]?.string == name, "\(name)")
        }
        for name in ["mode", "success_url", "line_items[0][price_data][currency]"] {
            let refused = await test.post("/v1/checkout/sessions", Self.wish.filter { $0.key != name })
            #expect(refused.code == "parameter_missing", "\(name)")
        }
        let list = await test.get("/v1/checkout/sessions", query: "limit=1&status=open")
        #expect(list.json["data"]?.array?.map { $0["id"]?.string } == [first.id])
        #expect(await test.get("/v1/checkout/sessions", query: "status=complete").json["data"]?.array == [])
    }
}
