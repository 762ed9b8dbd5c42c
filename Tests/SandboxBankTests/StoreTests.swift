import Foundation
import Logging
import Testing
import Values
import Web

@testable import SandboxBank

struct StoreTests {
    @Test("whatever was answered is there after a kill: payments, captures, refunds, tokens and the keys' answers")
    func afterKill() async throws {
        let test = try TestBank()
        let token = await test.save()
        let paid = await test.pay(token.id, ["metadata[order]": "K7Q2"], key: "k1")
        await test.post("/v1/refunds", ["payment_intent": paid.id, "amount": "250"])
        let declined = await test.pay("pm_card_chargeDeclined", key: "k2")
        let held = try await test.authorised()

        let next = try test.afterKill()
        #expect(await next.get("/v1/payment_methods/\(token.id)").json == token.json)
        #expect(await next.pay(token.id, ["metadata[order]": "K7Q2"], key: "k1").response.body == paid.response.body)
        #expect(await next.pay("pm_card_chargeDeclined", key: "k2").response.body == declined.response.body)
        #expect(await next.post("/v1/payment_intents/\(held)/capture").state == "succeeded")
        #expect(await next.post("/v1/refunds", ["payment_intent": paid.id]).amount("amount") == 1000)
        #expect(await next.get("/v1/payment_intents").json["data"]?.array?.count == 3)
        #expect(await next.pay().status == 200)
    }

    @Test("every answer given amid many requests is on disk the moment it is given")
    func answeredIsKept() async throws {
        let test = try TestBank()
        await withTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    let paid = await test.pay(amount: number + 1)
                    if number.isMultiple(of: 10) {
                        let known = (try? SandboxBank.Ledger.read(file: test.path))?.payments.map(\.id) ?? []
                        #expect(known.contains(paid.id))
                    }
                }
            }
        }
        let ledger = try SandboxBank.Ledger.read(file: test.path)
        #expect(ledger.payments.map(\.captured.amount).sorted() == Array(1...60))
        #expect(ledger.payments.map(\.id) == test.bank.ledger.payments.map(\.id))
    }

    @Test("a line torn by a crash is cut off, wherever it was torn, and the bank goes on")
    func tornLine() async throws {
        let test = try TestBank()
        let first = await test.pay()
        let whole = try Data(contentsOf: URL(fileURLWithPath: test.path))
        await test.pay()
        let both = try Data(contentsOf: URL(fileURLWithPath: test.path))
        #expect(both.count > whole.count + 500)
        for end in stride(from: whole.count, to: both.count, by: 97) {
            let path = temporaryFile()
            try both.prefix(end).write(to: URL(fileURLWithPath: path))
            #expect(try SandboxBank.Ledger.read(file: path).payments.map(\.id) == [first.id])
            let next = try TestBank(at: path)
            let paid = await next.pay(key: "after")
            #expect(next.bank.ledger.payments.map(\.id) == [first.id, paid.id])
            #expect(try SandboxBank.Ledger.read(file: path).payments.count == 2)
        }
    }

    @Test("a damaged line that is not the last stops the bank, with its number")
    func damaged() async throws {
        let test = try TestBank()
        await test.pay()
        await test.pay()
        let path = temporaryFile()
        let spoilt = try test.storedText.replacingOccurrences(of: "\n", with: "x\n")
        try spoilt.write(toFile: path, atomically: true, encoding: .utf8)
        #expect { try TestBank(at: path) } throws: { "\($0)".hasSuffix("is damaged at line 1") }
    }

    @Test("two banks don't share a file")
    func inUse() throws {
        let test = try TestBank()
        #expect { try TestBank(at: test.path) } throws: { "\($0)".contains("is in use") }
        #expect { try TestBank(at: "/nowhere/bank.log") } throws: { "\($0)".contains("can't be opened") }
    }

    @Test("the ledger tells orders and attempts, what is held, captured and given back")
    func ledger() async throws {
        let test = try TestBank()
        let held = await test.pay(["capture_method": "manual", "metadata[order]": "o1", "metadata[attempt]": "a1"])
        let paid = await test.pay(amount: 2000, ["metadata[order]": "o2"])
        await test.post("/v1/refunds", ["payment_intent": paid.id, "amount": "500", "metadata[refund]": "r1"])
        await test.pay("pm_card_chargeDeclined")
        let ledger = try SandboxBank.Ledger.read(file: test.path)
        #expect(ledger.payments.map(\.id).prefix(2) == [held.id, paid.id])
        #expect(ledger.payments.map(\.status) == ["requires_capture", "succeeded", "requires_payment_method"])
        #expect(ledger.payments.map(\.capturable.amount) == [1250, 0, 0])
        #expect(ledger.payments.map(\.captured.amount) == [0, 2000, 0])
        #expect(ledger.payments.map(\.refunded.amount) == [0, 500, 0])
        #expect(ledger.payments[0].metadata == ["order": "o1", "attempt": "a1"])
        #expect(ledger.refunds.map(\.payment) == [paid.id])
        #expect(ledger.refunds.map(\.metadata) == [["refund": "r1"]])
    }

    @Test("a bank whose store can't be written any more answers 500, and says nothing of what isn't safe")
    func unwritable() async throws {
        // Linux's full disk: every write fails with ENOSPC.
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let journal = try FileJournal(path: "/dev/full")
        let number = journal.append(Array("{}".utf8))
        await #expect(throws: FileJournal.Failure.self) { try await journal.durable(through: number) }
        await #expect(throws: FileJournal.Failure.self) { try await journal.durable(through: number) }
    }

    @Test("in memory the bank's lines are the simulator's to keep or to lose")
    func inMemory() async throws {
        let journal = MemoryJournal()
        let settings = SandboxBank.Settings(secretKey: "sk", webhookSecret: "wh")
        let bank = try SandboxBank(journal: journal, settings: settings, clock: TestClock(),
                                   chance: SeededChance(seed: 1), log: Logger(label: "test"))
        #expect(bank.ledger.payments.isEmpty)
        let request = Request(.init(.post, "/v1/payment_intents", headers: [
            "Authorization": "Bearer sk", "Content-Type": "application/x-www-form-urlencoded",
        ]), body: Array("amount=5&currency=eur&payment_method=pm_card_visa&confirm=true".utf8))
        #expect(await bank.respond(to: request).status == 200)
        let next = try SandboxBank(journal: MemoryJournal(journal.lines), settings: settings, clock: TestClock(),
                                   chance: SeededChance(seed: 1), log: Logger(label: "test"))
        #expect(next.ledger.payments.map(\.captured.amount) == [5])
    }
}
