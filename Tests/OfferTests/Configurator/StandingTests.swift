import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Where every option stands")
struct StandingTests {
    private func standings(_ choices: [String]) async throws -> [String: JSON] {
        let answer = try await OfferShop().check("estate", choices)
        #expect(answer.status == 200)
        let standings = answer.json["standings"]?.array ?? []
        return Dictionary(uniqueKeysWithValues: standings.map { ($0["option"]?.string ?? "", $0) })
    }

    @Test("chosen, by default, possible: each option once, in the model's order")
    func states() async throws {
        let answer = try await OfferShop().check("estate", ["blue", "fabric"])
        let standings = answer.json["standings"]?.array ?? []
        #expect(standings.compactMap { $0["option"]?.string } == [
            "motor-110kw", "motor-150kw", "red", "blue", "pearl", "wheels-17", "wheels-19", "fabric", "leather",
            "tow-bar", "heated-back-seats", "cruise-control", "sport-suspension",
        ])
        let states = Dictionary(uniqueKeysWithValues: standings.map { ($0["option"]?.string, $0["state"]?.string) })
        #expect(states["blue"] == "chosen" && states["fabric"] == "chosen")
        #expect(states["motor-110kw"] == "byDefault" && states["wheels-17"] == "byDefault")
        #expect(states["red"] == "possible" && states["cruise-control"] == "possible")
    }

    @Test("what a click changes is the difference of the two prices, with what comes along and goes")
    func change() async throws {
        let standings = try await standings(["blue", "fabric"])
        #expect(standings["pearl"]?["change"] == ["amount": 400_00, "currency": "EUR"])
        #expect(standings["red"]?["change"] == ["amount": -590_00, "currency": "EUR"])
        #expect(standings["blue"]?["change"] == ["amount": 0, "currency": "EUR"])
        #expect(standings["tow-bar"]?["change"] == ["amount": 3_290_00, "currency": "EUR"])
    }

    @Test("an option that needs another names it, with the rule in its own words")
    func needsMore() async throws {
        let standings = try await standings(["fabric"])
        let towBar = standings["tow-bar"]
        #expect(towBar?["state"] == "needsMore" && towBar?["more"] == ["motor-150kw"])
        #expect(towBar?["rules"]?[0]?["message"]?["en"] == "The tow bar needs the 150 kW motor.")
        #expect(standings["heated-back-seats"]?["more"] == ["leather"])
    }

    @Test("an option that another one excludes is impossible and says why")
    func impossible() async throws {
        let standings = try await standings(["fabric", "motor-150kw", "tow-bar"])
        let sport = standings["sport-suspension"]
        #expect(sport?["state"] == "impossible" && sport?["more"] == [])
        #expect(sport?["rules"]?[0]?["message"]?["en"] == "With the sport suspension the car can't tow.")
        #expect(standings["heated-back-seats"]?["state"] == "needsMore")
    }

    @Test("what is said of an option comes true when it is taken, for every option of many selections")
    func comesTrue() async throws {
        let test = try await OfferShop()
        let ones = ["motor-150kw", "pearl", "wheels-19", "leather", "tow-bar", "sport-suspension", "heated-back-seats"]
        let single = ["motor-110kw": "motor", "motor-150kw": "motor", "red": "paint", "blue": "paint", "pearl": "paint",
                      "wheels-17": "wheels", "wheels-19": "wheels", "fabric": "seats", "leather": "seats"]
        for mask in 0..<(1 << ones.count) where mask % 5 == 0 {
            let choices = ones.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
            let before = try await test.check("estate", choices)
            let price = before.json["unitPrice"]?["amount"]?.integer ?? 0
            let broken = Set(before.list("broken", "option"))
            for standing in before.json["standings"]?.array ?? [] {
                guard let option = standing["option"]?.string, let state = standing["state"]?.string,
                      state == "possible" || state == "needsMore" else { continue }
                var taken = choices
                for new in [option] + (standing["more"]?.array ?? []).compactMap(\.string) {
                    taken.removeAll { single[$0] != nil && single[$0] == single[new] }
                    taken.append(new)
                }
                let after = try await test.check("estate", taken)
                #expect(Set(after.list("broken", "option")).isSubset(of: broken), "\(option) into \(choices)")
                let change = (after.json["unitPrice"]?["amount"]?.integer ?? 0) - price
                #expect(standing["change"]?["amount"]?.integer == change, "\(option) into \(choices)")
            }
        }
    }
}
