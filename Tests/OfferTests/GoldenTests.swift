import Foundation
import Offer
import Testing
import Values
import Web

/// Holds the Swift that prices baskets against a Python that was written from the same page.
@Suite struct GoldenTests {
    @Test("200 baskets come to what was reckoned independently, amount by amount")
    func baskets() throws {
        let golden = try GoldenBaskets.all.get()
        var priced = 0
        for made in golden.baskets {
            let rules = try golden.rules(of: #require(golden.shops[made.shop]))
            do throws(Pricing.Refusal) {
                let totals = try rules.total(made.basket)
                #expect(GoldenBaskets.Expected(totals) == made.expected, "basket \(made.number)")
                #expect(totals.total.currency == made.currency)
                priced += 1
            } catch {
                #expect(error.problem.name == made.refusal, "basket \(made.number)")
                #expect(made.expected == nil, "basket \(made.number)")
            }
        }
        #expect(priced == 200)
    }

    @Test("lines, taxes and traces add up to the total")
    func addingUp() throws {
        let golden = try GoldenBaskets.all.get()
        for made in golden.baskets where made.expected != nil {
            let totals = try golden.rules(of: #require(golden.shops[made.shop])).total(made.basket)
            let currency = made.currency
            #expect(totals.lines.map(\.gross).total(currency) + totals.deliveryGross == totals.total)
            #expect(totals.taxes.map { $0.net + $0.tax }.total(currency) == totals.total)
            #expect(totals.trace.entries.filter { !$0.included }.map(\.amount).total(currency) == totals.total)
            for line in totals.lines {
                #expect(line.trace.entries.filter { !$0.included }.map(\.amount).total(currency) == line.gross)
                #expect(line.net.amount >= 0 && line.tax.amount >= 0 && line.discount <= line.amount)
            }
            #expect(try JSONCoding.value(Totals.self, from: JSONCoding.bytes(totals)) == totals)
        }
    }

    @Test("the baskets are of several countries, currencies and kinds of price")
    func variety() throws {
        let golden = try GoldenBaskets.all.get()
        let priced = golden.baskets.filter { $0.expected != nil }
        #expect(Set(priced.map(\.country)).isSuperset(of: ["DE", "AT", "CH"]))
        #expect(Set(priced.map(\.currency)).isSuperset(of: [.EUR, .JPY, .KWD]))
        #expect(Set(priced.map { golden.shops[$0.shop]?.pricesIncludeTax }) == [true, false])
        #expect(priced.filter { $0.expected?.taxes.count ?? 0 > 1 }.count >= 30)
        #expect(priced.filter { $0.expected?.discount ?? 0 > 0 }.count >= 50)
        #expect(priced.filter { $0.expected?.deliveryTaxes.count ?? 0 > 1 }.count >= 10)
        #expect(priced.filter(\.isCollected).count >= 20)
        #expect(Set(golden.baskets.compactMap(\.refusal)) == [
            "no-tax-rate", "not-delivered-there", "basket-too-large", "price-below-zero",
        ])
    }

    @Test("make.py writes the same baskets again")
    func sameAgain() throws {
        let again = FileManager.default.temporaryDirectory.appending(path: "baskets-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: again) }
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", GoldenBaskets.folder.appending(path: "make.py").path, again.path]
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
        #expect(try Data(contentsOf: again) == Data(contentsOf: GoldenBaskets.folder.appending(path: "baskets.json")))
    }
}
