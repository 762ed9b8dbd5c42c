import Testing
import Values
import Web

@testable import SandboxBank

struct IdempotencyTests {
    @Test("the same key gets the same answer, byte for byte, and the work is done once")
    func replay() async throws {
        let test = try TestBank()
        let first = await test.pay(key: "k1")
        let second = await test.pay(key: "k1")
        #expect(first.response.body == second.response.body)
        #expect(first.response.headers["Idempotent-Replayed"] == nil)
        #expect(second.response.headers["Idempotent-Replayed"] == "true")
        #expect(second.response.headers["Original-Request"] == first.response.headers["Request-Id"])
        #expect(test.bank.ledger.payments.count == 1)
        await test.pay(key: "k2")
        #expect(test.bank.ledger.payments.count == 2)
    }

    @Test("a decline is kept for its key as well, and so is a refusal by state")
    func keptRefusals() async throws {
        let test = try TestBank()
        let first = await test.pay("pm_card_chargeDeclined", key: "k1")
        let second = await test.pay("pm_card_chargeDeclined", key: "k1")
        #expect(second.status == 402)
        #expect(first.response.body == second.response.body)
        #expect(test.bank.ledger.payments.count == 1)
        let paid = await test.pay()
        let early = await test.post("/v1/payment_intents/\(paid.id)/capture", key: "k2")
        let again = await test.post("/v1/payment_intents/\(paid.id)/capture", key: "k2")
        #expect(early.response.body == again.response.body)
    }

    @Test("a key used for something else is refused; parameters in another order are the same")
    func otherParameters() async throws {
        let test = try TestBank()
        let first = await test.pay(key: "k1")
        let other = await test.pay(amount: 999, key: "k1")
        #expect(other.status == 400)
        #expect(other.kind == "idempotency_error")
        let elsewhere = await test.post("/v1/payment_intents/\(first.id)/cancel", key: "k1")
        #expect(elsewhere.kind == "idempotency_error")
        for _ in 0..<5 { #expect(await test.pay(["description": "x", "metadata[a]": "1"], key: "k2").status == 200) }
        #expect(test.bank.ledger.payments.count == 2)
    }

    @Test("a refused parameter leaves the key free")
    func freeAfterMistake() async throws {
        let test = try TestBank()
        #expect(await test.pay(amount: -1, key: "k1").status == 400)
        #expect(await test.pay(key: "k1").status == 200)
    }

    @Test("a key is forgotten after 24 hours, not before")
    func retention() async throws {
        let test = try TestBank()
        let first = await test.pay(key: "k1")
        test.clock.advance(.hours(24) .less(.milliseconds(1)))
        #expect(await test.pay(key: "k1").id == first.id)
        test.clock.advance(.milliseconds(1))
        #expect(await test.pay(key: "k1").id != first.id)
    }

    @Test("a key whose first request is still at work is answered 409")
    func inFlight() async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "delay", "milliseconds": "5000", "on": "create"])
        async let slow = test.pay(key: "k1")
        await test.clock.waitForSleepers(1)
        let eager = await test.pay(key: "k1")
        #expect(eager.status == 409)
        #expect(eager.code == "idempotency_key_in_use")
        test.clock.advance(.seconds(5))
        let done = await slow
        #expect(done.status == 200)
        #expect(await test.pay(key: "k1").id == done.id)
    }

    @Test("of many requests with one key at once, one does the work")
    func race() async throws {
        let test = try TestBank()
        let ids = await withTaskGroup(of: TestBank.Reply.self) { group in
            for _ in 0..<20 { group.addTask { await test.pay(key: "k") } }
            return await group.reduce(into: Set<String>()) { ids, reply in
                if reply.status == 200 { ids.insert(reply.id) } else { #expect(reply.status == 409) }
            }
        }
        #expect(ids.count == 1)
        #expect(test.bank.ledger.payments.count == 1)
    }
}

extension Instant.Span {
    fileprivate func less(_ other: Self) -> Self { .milliseconds(milliseconds - other.milliseconds) }
}
