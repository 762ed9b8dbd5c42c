import Testing
import Values
import Web

@testable import SandboxBank

struct ListingTests {
    @Test("a list is paged newest first, without gaps and without doubles, while new payments come in")
    func pages() async throws {
        let test = try TestBank()
        var made: [String] = []
        for amount in 1...7 { made.append(await test.pay(amount: amount).id) }
        var read: [String] = []
        var query = "limit=3"
        for _ in 0..<3 {
            let page = await test.get("/v1/payment_intents", query: query)
            #expect(page.json["object"]?.string == "list")
            read += (page.json["data"]?.array ?? []).compactMap { $0["id"]?.string }
            #expect(page.json["has_more"]?.bool == (read.count < 7))
            query = "limit=3&starting_after=\(read.last ?? "")"
            await test.pay()
        }
        #expect(read == made.reversed())
        let newer = await test.get("/v1/payment_intents", query: "limit=2&ending_before=\(made[2])")
        #expect((newer.json["data"]?.array ?? []).map { $0["id"]?.string } == [made[4], made[3]])
        #expect(newer.json["has_more"]?.bool == true)
    }

    @Test("a list is bounded by time")
    func byTime() async throws {
        let test = try TestBank()
        var ids: [String] = []
        for _ in 0..<3 {
            ids.append(await test.pay().id)
            test.clock.advance(.seconds(10))
        }
        let second = test.clock.now.seconds - 20
        func found(_ query: String) async -> [String] {
            let list = await test.get("/v1/payment_intents", query: query)
            return (list.json["data"]?.array ?? []).compactMap { $0["id"]?.string }
        }
        #expect(await found("created%5Bgte%5D=\(second)") == [ids[2], ids[1]])
        #expect(await found("created[gt]=\(second)") == [ids[2]])
        #expect(await found("created[lte]=\(second)") == [ids[1], ids[0]])
        #expect(await found("created[lt]=\(second)") == [ids[0]])
        #expect(await found("created=\(second)") == [ids[1]])
        #expect(await found("created[gt]=\(Int64.max)") == [])
    }

    @Test("a page that can't be is refused", arguments: [
        ("limit=0", "limit"), ("limit=101", "limit"), ("starting_after=pi_unknown", "starting_after"),
        ("limti=3", "limti"), ("expand[]=data.customer", "expand"),
    ])
    func refused(query: String, param: String) async throws {
        let test = try TestBank()
        let refused = await test.get("/v1/payment_intents", query: query)
        #expect(refused.status == 400)
        #expect(refused.json["error"]?["param"]?.string == param)
    }
}
