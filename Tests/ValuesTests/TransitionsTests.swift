import Testing
import Values

@Suite struct TransitionsTests {
    enum Light: String, CaseIterable { case red, amber, green, off }

    static let table = Transitions<Light>(beginning: [.red], [.red: [.green], .green: [.amber], .amber: [.red, .off]])

    @Test("only the table's steps are allowed")
    func steps() throws {
        for from in Light.allCases {
            for to in Light.allCases {
                let expected: [Light: Set<Light>] = [.red: [.green], .green: [.amber], .amber: [.red, .off]]
                #expect(Self.table.allows(from, to) == expected[from, default: []].contains(to))
            }
        }
        #expect(Self.table.allows(nil, .red) && !Self.table.allows(nil, .green))
        try Self.table.check(.red, .green)
        let illegal = #expect(throws: Transitions<Light>.Illegal.self) { try Self.table.check(.off, .red) }
        #expect(illegal?.description == "no step leads from off to red")
    }

    @Test("a history is legal from its beginning and without gaps")
    func paths() {
        #expect(Self.table.isLegal([.red, .green, .amber, .red, .green, .amber, .off]))
        #expect(Self.table.isLegal([]))
        #expect(!Self.table.isLegal([.green, .amber]))
        #expect(!Self.table.isLegal([.red, .amber]))
    }

    @Test("a state that nothing leads to stops the program")
    func unreachable() async {
        await #expect(processExitsWith: .failure) { _ = Transitions<Light>(beginning: [.red], [.red: [.green]]) }
    }
}
