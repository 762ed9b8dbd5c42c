import Offer
import People
import Storage
import Supply
import Testing
import Trade
import Values
import Web

@testable import Faces

@Suite("Words of staff's pages")
struct ConsoleWordsTests {
    @Test("each refusal that a form can meet has words of its own, in both languages, with nothing left to fill in")
    func refusals() {
        let problems = Fulfilment.Refusal.catalogue + Refund.Refusal.catalogue + Order.Refusal.catalogue
            + Stock.Refusal.catalogue + Picture.Refusal.catalogue + EditVersion.Refusal.catalogue
            + Product.Refusal.catalogue.filter { Self.ofProducts.contains($0.name) }
        for problem in problems {
            for language in Language.allCases {
                let text = Words.all(in: language)["staff problem \(problem.name)"]
                #expect(text != nil, "\(problem.name)")
                let names = (text ?? "").matches(of: /\{(\w+)\}/).map { String($0.1) }
                #expect(Set(names).isSubset(of: problem.members.map(\.name)), "\(problem.name)")
            }
        }
    }

    @Test("what is refused about accounts, roles and keys has words, and so has each permission and role")
    func accounts() {
        let names = (Account.Refusal.catalogue + Role.Refusal.catalogue + APIKey.Refusal.catalogue).map(\.name)
        let words = Words.all(in: .de)
        for name in names {
            #expect(words["staff problem \(name)"] ?? words["account problem \(name)"] != nil, "\(name)")
        }
        for permission in Permission.allCases where permission != .shop && !AccessTable.isOfSessions(permission) {
            #expect(words["staff permission \(permission.rawValue)"] != nil, "\(permission)")
        }
        for role in Role.builtIn { #expect(words["staff role \(role.text)"] != nil, "\(role)") }
    }

    private static let ofProducts = ["unknown-product", "product-step", "product-without-model"]

    @Test("each step, state and kind of work that staff see has a word")
    func states() {
        var names = Order.State.allCases.flatMap { ["step order \($0.rawValue)", "order \($0.rawValue)"] }
        names += PaymentAttempt.State.allCases.flatMap { ["step payment \($0.rawValue)", "payment \($0.rawValue)"] }
        names += Refund.State.allCases.flatMap { ["step refund \($0.rawValue)", "refund \($0.rawValue)"] }
        names += Fulfilment.State.allCases.flatMap { ["step fulfilment \($0.rawValue)", "fulfilment \($0.rawValue)"] }
        names += Movement.Kind.allCases.map { "movement \($0.rawValue)" }
        names += Product.State.allCases.map { "product \($0.rawValue)" }
        names += OrderForm.allCases.map { "done \($0.rawValue)" } + StockForm.allCases.map { "done \($0.rawValue)" }
        names += ProductForm.allCases.map { "done \($0.rawValue)" }
        for name in names { #expect(Words.all(in: .de)["staff \(name)"] != nil, "\(name)") }
    }
}
