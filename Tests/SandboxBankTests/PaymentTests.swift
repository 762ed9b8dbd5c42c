import Testing
import Values
import Web

@testable import SandboxBank

struct PaymentTests {
    @Test("a payment goes from its wish over confirmation and capture to the money, step by step")
    func everyStep() async throws {
        let test = try TestBank()
        let wish = await test.post("/v1/payment_intents", [
            "amount": "1250", "currency": "eur", "capture_method": "manual", "metadata[order]": "K7Q2",
            "description": "a & b",
        ])
        #expect(wish.status == 200)
        #expect(wish.state == "requires_payment_method")
        #expect(wish.json["metadata"]?["order"]?.string == "K7Q2")
        #expect(wish.json["description"]?.string == "a & b")

        let held = await test.post("/v1/payment_intents/\(wish.id)/confirm", ["payment_method": "pm_card_visa"])
        #expect(held.state == "requires_capture")
        #expect(held.amount("amount_capturable") == 1250)
        #expect(held.amount("amount_received") == 0)
        #expect(held.json["latest_charge"]?.string?.hasPrefix("ch_") == true)

        let paid = await test.post("/v1/payment_intents/\(wish.id)/capture")
        #expect(paid.state == "succeeded")
        #expect(paid.amount("amount_capturable") == 0)
        #expect(paid.amount("amount_received") == 1250)
        #expect(await test.get("/v1/payment_intents/\(wish.id)").json == paid.json)
    }

    @Test("a payment method named at the beginning waits for confirmation; automatic capture takes the money at once")
    func automatic() async throws {
        let test = try TestBank()
        let wish = await test.post(
            "/v1/payment_intents", ["amount": "1", "currency": "JPY", "payment_method": "pm_card_visa"])
        #expect(wish.state == "requires_confirmation")
        let paid = await test.post("/v1/payment_intents/\(wish.id)/confirm", ["expand[]": "latest_charge"])
        #expect(paid.state == "succeeded")
        #expect(paid.json["latest_charge"]?["captured"]?.bool == true)
        let charge = await test.get("/v1/charges/\(paid.json["latest_charge"]?["id"]?.string ?? "")")
        #expect(charge.json == paid.json["latest_charge"])
    }

    @Test("a part is captured once, never more than was authorised")
    func partialCapture() async throws {
        let test = try TestBank()
        let id = try await test.authorised()
        let tooMuch = await test.post("/v1/payment_intents/\(id)/capture", ["amount_to_capture": "1251"])
        #expect(tooMuch.status == 400)
        #expect(tooMuch.code == "amount_too_large")
        let part = await test.post("/v1/payment_intents/\(id)/capture", ["amount_to_capture": "1000"])
        #expect(part.amount("amount_received") == 1000)
        let again = await test.post("/v1/payment_intents/\(id)/capture", ["amount_to_capture": "250"])
        #expect(again.status == 400)
        #expect(again.code == "payment_intent_unexpected_state")
        #expect(again.json["error"]?["payment_intent"]?["status"]?.string == "succeeded")
    }

    @Test("a payment is cancelled until it is paid, and what was held goes back", arguments: [
        "requires_payment_method", "requires_confirmation", "requires_action", "requires_capture",
    ])
    func cancel(state: String) async throws {
        let test = try TestBank()
        let wish = ["amount": "1250", "currency": "eur", "capture_method": "manual"]
        let more: [String: [String: String]] = [
            "requires_confirmation": ["payment_method": "pm_card_visa"],
            "requires_action": ["payment_method": "pm_card_authenticationRequired", "confirm": "true"],
            "requires_capture": ["payment_method": "pm_card_visa", "confirm": "true"],
        ]
        let payment = await test.post("/v1/payment_intents", wish.merging(more[state] ?? [:]) { $1 })
        #expect(payment.state == state)
        let gone = await test.post("/v1/payment_intents/\(payment.id)/cancel", ["cancellation_reason": "abandoned"])
        #expect(gone.state == "canceled")
        #expect(gone.json["cancellation_reason"]?.string == "abandoned")
        #expect(gone.amount("amount_capturable") == 0)
        for verb in ["cancel", "confirm", "capture"] {
            let refused = await test.post("/v1/payment_intents/\(payment.id)/\(verb)")
            #expect(refused.code == "payment_intent_unexpected_state")
        }
        #expect(test.bank.ledger.payments.allSatisfy { !$0.holdsMoney })
    }

    @Test("money that was paid is not cancelled")
    func noCancelAfterPaying() async throws {
        let test = try TestBank()
        let paid = await test.pay()
        #expect(await test.post("/v1/payment_intents/\(paid.id)/cancel").code == "payment_intent_unexpected_state")
        #expect(await test.get("/v1/payment_intents/\(paid.id)").state == "succeeded")
    }

    @Test("a declined card is answered 402 with its reason, and another card may pay", arguments: [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    ])
    func declined(card: String, code: String, declineCode: String) async throws {
        let test = try TestBank()
        let refused = await test.pay(card, ["capture_method": "manual"])
        let error = try #require(refused.json["error"])
        #expect(refused.status == 402)
        #expect(refused.kind == "card_error")
        #expect(refused.code == code)
        #expect(error["decline_code"]?.string == declineCode)
        #expect(error["payment_intent"]?["status"]?.string == "requires_payment_method")
        #expect(error["payment_intent"]?["last_payment_error"]?["decline_code"]?.string == declineCode)
        let id = try #require(error["payment_intent"]?["id"]?.string)
        #expect(await test.post("/v1/payment_intents/\(id)/confirm").code == "payment_intent_unexpected_state")
        let paid = await test.post("/v1/payment_intents/\(id)/confirm", ["payment_method": "pm_card_visa"])
        #expect(paid.state == "requires_capture")
        #expect(paid.json["last_payment_error"]?.isNull == true)
        #expect(await test.get("/v1/charges", query: "payment_intent=\(id)").json["data"]?.array?.count == 2)
    }

    struct Mistake: Sendable {
        let parameters: [String: String]
        let param: String
        let code: String?
    }

    static let mistakes: [Mistake] = [
        Mistake(parameters: ["currency": "eur"], param: "amount", code: "parameter_missing"),
        Mistake(parameters: ["amount": "12.50"], param: "amount", code: "parameter_invalid_integer"),
        Mistake(parameters: ["amount": "0"], param: "amount", code: "parameter_invalid_integer"),
        Mistake(parameters: ["amount": "100000000"], param: "amount", code: "amount_too_large"),
        Mistake(parameters: ["amount": "1"], param: "currency", code: "parameter_missing"),
        Mistake(parameters: ["amount": "1", "currency": "xxx"], param: "currency", code: nil),
        Mistake(parameters: ["amount": "1", "ammount": "1"], param: "ammount", code: "parameter_unknown"),
        Mistake(parameters: ["amount": "1", "currency": "eur", "payment_method": "pm_x"], param: "payment_method",
                code: "resource_missing"),
        Mistake(parameters: ["amount": "1", "currency": "eur", "confirm": "true", "return_url": "javascript://x"],
                param: "return_url", code: "url_invalid"),
    ]

    @Test("parameters that can't be read are refused by name", arguments: mistakes)
    func unreadable(mistake: Mistake) async throws {
        let test = try TestBank()
        let refused = await test.post("/v1/payment_intents", mistake.parameters)
        #expect(refused.status == 400)
        #expect(refused.kind == "invalid_request_error")
        #expect(refused.json["error"]?["param"]?.string == mistake.param)
        #expect(refused.code == mistake.code)
        #expect(test.bank.ledger.payments.isEmpty)
    }

    @Test("a stranger, an unknown payment and an unknown address each get Stripe's answer")
    func strangers() async throws {
        let test = try TestBank()
        for credentials in [nil, "Bearer sk_test_wrong", "Basic c2tfdGVzdF9zYW5kYm94"] {
            var headers: Headers = [:]
            headers["Authorization"] = credentials
            let response = await test.bank.respond(to: Request(.init(.get, "/v1/payment_intents", headers: headers)))
            #expect(response.status == 401)
        }
        // sk_test_sandbox with an empty password
        let basic: Headers = ["Authorization": "Basic c2tfdGVzdF9zYW5kYm94Og=="]
        #expect(await test.bank.respond(to: Request(.init(.get, "/v1/payment_intents", headers: basic))).status == 200)
        let unknown = await test.get("/v1/payment_intents/pi_unknown")
        #expect(unknown.status == 404)
        #expect(unknown.code == "resource_missing")
        #expect(await test.post("/v1/payment_intents/pi_unknown/capture").code == "resource_missing")
        #expect(await test.get("/v1/nothing").status == 404)
        #expect(await test.post("/v1/payment_intents/PI_1/confirm").status == 404)
    }
}
