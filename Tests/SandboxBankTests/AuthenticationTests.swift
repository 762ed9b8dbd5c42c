import Testing
import Values
import Web

@testable import SandboxBank

struct AuthenticationTests {
    private func waiting(
        _ test: TestBank, _ card: String = "pm_card_authenticationRequired", _ more: [String: String] = [:]
    ) async throws -> (id: String, path: String) {
        let asked = await test.pay(card, ["return_url": "http://shop/back?order=1", "capture_method": "manual"]
            .merging(more) { $1 })
        #expect(asked.state == "requires_action")
        let action = try #require(asked.json["next_action"])
        #expect(action["type"]?.string == "redirect_to_url")
        #expect(action["redirect_to_url"]?["return_url"]?.string == "http://shop/back?order=1")
        let url = try #require(action["redirect_to_url"]?["url"]?.string)
        #expect(url == "http://bank/sandbox/3ds/\(asked.id)")
        return (asked.id, "/sandbox/3ds/\(asked.id)")
    }

    private func press(_ test: TestBank, _ path: String, _ outcome: String) async -> Response {
        let headers: Headers = ["Content-Type": "application/x-www-form-urlencoded"]
        let request = Request(.init(.post, path, headers: headers), body: Array("outcome=\(outcome)".utf8))
        return await test.bank.respond(to: request)
    }

    @Test("the buyer completes 3-D Secure in the browser and comes back to the shop, the money held", arguments: [
        "pm_card_authenticationRequired", "pm_card_threeDSecure2Required",
    ])
    func complete(card: String) async throws {
        let test = try TestBank()
        let (id, path) = try await waiting(test, card)
        let page = await test.bank.respond(to: Request(.init(.get, path)))
        #expect(page.status == 200)
        let html = String(decoding: page.body, as: UTF8.self)
        #expect(html.contains("12.50 EUR") && html.contains(">Complete<") && html.contains(">Fail<"))

        let back = await press(test, path, "complete")
        #expect(back.status == 303)
        let location = try #require(back.headers["Location"])
        #expect(location.hasPrefix("http://shop/back?order=1&payment_intent=\(id)&"))
        #expect(location.hasSuffix("redirect_status=succeeded"))
        #expect(await test.get("/v1/payment_intents/\(id)").state == "requires_capture")

        let again = await press(test, path, "fail")
        #expect(again.headers["Location"] == location)
        #expect(await test.get("/v1/payment_intents/\(id)").state == "requires_capture")
        #expect(await test.bank.respond(to: Request(.init(.get, path))).status == 409)
    }

    @Test("a buyer who fails 3-D Secure has paid nothing and may try another card")
    func fail() async throws {
        let test = try TestBank()
        let (id, path) = try await waiting(test)
        #expect(await press(test, path, "fail").headers["Location"]?.hasSuffix("redirect_status=failed") == true)
        let failed = await test.get("/v1/payment_intents/\(id)")
        #expect(failed.state == "requires_payment_method")
        #expect(failed.json["last_payment_error"]?["code"]?.string == "payment_intent_authentication_failure")
        #expect(failed.json["next_action"]?.isNull == true)
        let paid = await test.post("/v1/payment_intents/\(id)/confirm", ["payment_method": "pm_card_visa"])
        #expect(paid.state == "requires_capture")
    }

    @Test("by API the outcome is answered as the payment")
    func byAPI() async throws {
        let test = try TestBank()
        let (_, path) = try await waiting(test, "pm_card_threeDSecure2Required", ["capture_method": "automatic"])
        let request = Request(.init(.post, path, headers: [
            "Accept": "application/json", "Content-Type": "application/json",
        ]), body: Array(#"{"outcome": "complete"}"#.utf8))
        let done = TestBank.Reply(await test.bank.respond(to: request))
        #expect(done.status == 200)
        #expect(done.state == "succeeded")
        #expect(await press(test, "/sandbox/3ds/pi_unknown", "complete").status == 404)
    }

    @Test("a card may be authenticated and then have no money")
    func authenticatedAndDeclined() async throws {
        let test = try TestBank()
        let (id, path) = try await waiting(test, "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds")
        #expect(await press(test, path, "complete").headers["Location"]?.hasSuffix("redirect_status=failed") == true)
        let failed = await test.get("/v1/payment_intents/\(id)")
        #expect(failed.json["last_payment_error"]?["decline_code"]?.string == "insufficient_funds")
    }
}
