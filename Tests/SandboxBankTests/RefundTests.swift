import Testing
import Values
import Web

@testable import SandboxBank

struct RefundTests {
    @Test("refunds in parts add up to what was captured and never to more")
    func parts() async throws {
        let test = try TestBank()
        let id = try await test.authorised()
        #expect(await test.post("/v1/refunds", ["payment_intent": id]).status == 400)
        await test.post("/v1/payment_intents/\(id)/capture", ["amount_to_capture": "1000"])

        let part = await test.post("/v1/refunds", ["payment_intent": id, "amount": "400", "metadata[line]": "2"])
        #expect(part.status == 200)
        #expect(part.state == "succeeded")
        #expect(part.json["metadata"]?["line"]?.string == "2")
        #expect(await test.get("/v1/refunds/\(part.id)").json == part.json)

        let tooMuch = await test.post("/v1/refunds", ["payment_intent": id, "amount": "601"])
        #expect(tooMuch.status == 400)
        #expect(tooMuch.json["error"]?["param"]?.string == "amount")
        let rest = await test.post("/v1/refunds", ["payment_intent": id])
        #expect(rest.amount("amount") == 600)
        #expect(await test.post("/v1/refunds", ["payment_intent": id, "amount": "1"]).code == "charge_already_refunded")

        let charge = await test.get("/v1/charges/\(part.json["charge"]?.string ?? "")")
        #expect(charge.amount("amount_refunded") == 1000)
        #expect(charge.json["refunded"]?.bool == true)
        #expect(test.bank.ledger.refunds.map(\.amount.amount) == [400, 600])
        #expect(test.bank.ledger.payments.map(\.refunded.amount) == [1000])
    }

    @Test("many refunds at once never give back more than was captured")
    func atOnce() async throws {
        let test = try TestBank()
        let paid = await test.pay(amount: 1000)
        let given = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { await test.post("/v1/refunds", ["payment_intent": paid.id, "amount": "300"]).status }
            }
            return await group.reduce(into: 0) { $0 += $1 == 200 ? 1 : 0 }
        }
        #expect(given == 3)
        #expect(test.bank.ledger.payments.map(\.refunded.amount) == [900])
    }

    @Test("refunds are listed by payment, newest first, and made by charge too")
    func listed() async throws {
        let test = try TestBank()
        let (first, second) = (await test.pay(), await test.pay())
        let one = await test.post("/v1/refunds", ["payment_intent": first.id, "amount": "1"])
        let two = await test.post("/v1/refunds", ["charge": first.json["latest_charge"]?.string ?? "", "amount": "2"])
        await test.post("/v1/refunds", ["payment_intent": second.id])
        let list = await test.get("/v1/refunds", query: "payment_intent=\(first.id)").json["data"]?.array ?? []
        #expect(list.map { $0["id"]?.string } == [two.id, one.id])
        #expect(await test.get("/v1/refunds").json["data"]?.array?.count == 3)
    }
}
