import Testing
import Values
import Web

@testable import SandboxBank

struct FaultTests {
    @Test("a lost reply: the work is done, nothing is answered, and the same key learns of it")
    func replyLost() async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "replyLost", "on": "create"])
        let lost = await test.pay(key: "k1")
        #expect(lost.response.isDropped)
        #expect(test.bank.ledger.payments.count == 1)
        let found = await test.pay(key: "k1")
        #expect(!found.response.isDropped)
        #expect(found.state == "succeeded")
        #expect(test.bank.ledger.payments.map(\.id) == [found.id])
    }

    @Test("an error before the work leaves nothing, not even for its key")
    func errorBefore() async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "errorBefore", "on": "confirm"])
        let broken = await test.pay(key: "k1")
        #expect(broken.status == 500)
        #expect(broken.kind == "api_error")
        #expect(test.bank.ledger.payments.isEmpty)
        #expect(await test.pay(key: "k1").status == 200)
    }

    @Test("an error after the work: the same key learns what was done, or gets the 500 again when that is asked for")
    func errorAfter() async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "errorAfter"])
        #expect(await test.pay(key: "k1").status == 500)
        #expect(test.bank.ledger.payments.count == 1)
        #expect(await test.pay(key: "k1").state == "succeeded")
        await test.post("/sandbox/faults", ["kind": "errorAfter", "stored": "true"])
        #expect(await test.pay(key: "k2").status == 500)
        #expect(await test.pay(key: "k2").status == 500)
        #expect(test.bank.ledger.payments.count == 2)
    }

    @Test("a fault strikes its operation only, as often as it was asked to", arguments: [
        ("capture", "POST /v1/payment_intents/{id}/capture"), ("cancel", "POST /v1/payment_intents/{id}/cancel"),
        ("confirm", "POST /v1/payment_intents/{id}/confirm"), ("refund", "POST /v1/refunds"),
    ])
    func onItsOperation(on: String, operation: String) async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "tooManyRequests", "on": on, "count": "2"])
        let id = await test.post("/v1/payment_intents", ["amount": "1", "currency": "eur"]).id
        let path = String(operation.split(separator: " ")[1]).replacing("{id}", with: id)
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(await test.post(path).status) }
        #expect(statuses == [429, 429, on == "cancel" ? 200 : 400])
        #expect(await test.get("/sandbox/faults").json["data"]?.array?.isEmpty == true)
    }

    @Test("by chance a fault strikes as often as asked, and alike for one seed")
    func byChance() async throws {
        func strikes() async throws -> [Bool] {
            let test = try TestBank()
            await test.post("/sandbox/faults", ["kind": "errorBefore", "probability": "0.25", "on": "any"])
            var struck: [Bool] = []
            for _ in 0..<200 { struck.append(await test.pay().status == 500) }
            return struck
        }
        let (first, second) = (try await strikes(), try await strikes())
        #expect(first == second)
        #expect((25...75).contains(first.count { $0 }))
    }

    @Test("a silent bank does nothing and in the end closes the connection")
    func silence() async throws {
        let test = try TestBank()
        await test.post("/sandbox/faults", ["kind": "silence", "milliseconds": "30000"])
        async let answer = test.pay()
        await test.clock.waitForSleepers(1)
        test.clock.advance(.seconds(30))
        #expect(await answer.response.isDropped)
        #expect(test.bank.ledger.payments.isEmpty)
    }

    @Test("faults are asked for in JSON too, listed, and taken back one by one or all at once")
    func managed() async throws {
        let test = try TestBank()
        let json = Request(.init(.post, "/sandbox/faults", headers: [
            "Authorization": "Bearer \(TestBank.secretKey)", "Content-Type": "application/json",
        ]), body: Array(#"{"kind": "delay", "milliseconds": 50, "probability": 0.5, "on": "refund"}"#.utf8))
        let fault = TestBank.Reply(await test.bank.respond(to: json))
        #expect(fault.json["probability"] == .real(0.5))
        #expect(fault.json["milliseconds"] == 50)
        await test.post("/sandbox/faults", ["kind": "silence", "count": "3"])
        #expect(await test.get("/sandbox/faults").json["data"]?.array?.count == 2)
        #expect(await test.delete("/sandbox/faults/\(fault.id)").json["data"]?.array?.count == 1)
        #expect(await test.delete("/sandbox/faults/\(fault.id)").status == 404)
        #expect(await test.delete("/sandbox/faults").json["data"]?.array?.isEmpty == true)
        for wrong in [["kind": "gremlins"], ["on": "any"], ["kind": "delay", "probability": "2"],
                      ["kind": "delay", "probability": "0.1", "count": "1"], ["kind": "delay", "milliseconds": "-1"]] {
            #expect(await test.post("/sandbox/faults", wrong).status == 400)
        }
        let stranger = Request(.init(.get, "/sandbox/faults"))
        #expect(await test.bank.respond(to: stranger).status == 401)
    }
}

extension TestBank {
    fileprivate func delete(_ path: String) async -> Reply {
        let head = Request.Head(.delete, path, headers: ["Authorization": "Bearer \(Self.secretKey)"])
        return Reply(await bank.respond(to: Request(head)))
    }
}
