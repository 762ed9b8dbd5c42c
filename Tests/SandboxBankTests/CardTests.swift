import Foundation
import Testing
import Values
import Web

@testable import SandboxBank

struct CardTests {
    @Test("a test card becomes a token that pays as the card does", arguments: [
        ("4242424242424242", "succeeded"), ("4242 4242 4242 4242", "succeeded"), ("4000000000000002", "card_declined"),
        ("4000000000009995", "card_declined"), ("4000000000000069", "expired_card"),
        ("4000002500003155", "requires_action"), ("4000002760003184", "requires_action"),
    ])
    func tokens(number: String, outcome: String) async throws {
        let test = try TestBank()
        let token = await test.save(number)
        #expect(token.status == 200)
        #expect(token.json["card"]?["last4"]?.string == String(number.suffix(4)))
        #expect(token.json["card"]?["brand"]?.string == "visa")
        #expect(token.json["card"]?["exp_year"]?.integer == 2030)
        #expect(await test.get("/v1/payment_methods/\(token.id)").json == token.json)
        let paid = await test.pay(token.id)
        #expect((paid.state ?? paid.code) == outcome)
    }

    @Test("any other number is refused: a real one as declined, a mistyped one as incorrect", arguments: [
        ("4111111111111111", "card_declined"), ("4242424242424241", "incorrect_number"), ("4242", "incorrect_number"),
        ("424242424242424x", "incorrect_number"),
    ])
    func otherNumbers(number: String, code: String) async throws {
        let test = try TestBank()
        let refused = await test.save(number)
        #expect(refused.status == 402)
        #expect(refused.kind == "card_error")
        #expect(refused.code == code)
        #expect(!String(decoding: refused.response.body, as: UTF8.self).contains(number))
    }

    @Test("a card that has run out or has no proper code is refused", arguments: [
        ("10", "2026", "123", "invalid_expiry_month"), ("13", "2030", "123", "invalid_expiry_month"),
        ("12", "2025", "123", "invalid_expiry_year"), ("12", "2030", "12", "invalid_cvc"),
    ])
    func badCards(month: String, year: String, cvc: String, code: String) async throws {
        let test = try TestBank()
        #expect(await test.save(month: month, year: year, cvc: cvc).code == code)
        #expect(await test.save(month: "11", year: "26", cvc: "1234").status == 200)
    }

    @Test("neither a card number nor a security code is ever in the store, taken or refused, with a key or without")
    func nothingStored() async throws {
        let test = try TestBank()
        let numbers = [
            "4242424242424242", "4000000000000002", "4000002500003155", "4111111111111111", "4242424242424241",
        ]
        for (place, number) in numbers.enumerated() {
            await test.save(number, cvc: "8273", key: "card-\(place)")
            let token = await test.save(number, cvc: "8273")
            await test.pay(token.id, ["capture_method": "manual"], key: "pay-\(place)")
        }
        await test.pay(key: "last")
        let stored = try test.storedText
        #expect(stored.contains("card-4"), "the store holds what the keys were answered")
        for number in numbers { #expect(!stored.contains(number)) }
        // Digests and identifiers hold any digits in a row every now and then; a card's number is shorter.
        let told = stored.replacing(/[0-9a-z]{26,}/, with: "…")
        #expect(!told.contains("8273"))
        #expect(told.split { !$0.isNumber }.allSatisfy { !(14...19).contains($0.count) })
    }

    @Test("the key of a token can't be used for another card")
    func keyOfAnotherCard() async throws {
        let test = try TestBank()
        let token = await test.save("4242424242424242", key: "k")
        #expect(await test.save("4242424242424242", key: "k").id == token.id)
        #expect(await test.save("4000000000000002", key: "k").kind == "idempotency_error")
    }
}

extension TestBank {
    @discardableResult
    func save(
        _ number: String = "4242424242424242", month: String = "12", year: String = "2030", cvc: String = "123",
        key: String? = nil
    ) async -> Reply {
        await post("/v1/payment_methods", [
            "type": "card", "card[number]": number, "card[exp_month]": month, "card[exp_year]": year, "card[cvc]": cvc,
        ], key: key)
    }
}
