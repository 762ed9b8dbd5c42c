/// A formula in conjunctive normal form: clauses one behind another, each with the number of what it comes from.
struct ClauseSet: Sendable {
    private(set) var literals: [Int32] = []
    /// Where each clause begins, and the last one ends.
    private(set) var starts: [Int32] = [0]
    private(set) var owners: [Int32] = []
    private(set) var variables: Int

    init(variables: Int) { self.variables = variables }

    var count: Int { owners.count }

    mutating func newVariable() -> Int32 {
        variables += 1
        return Int32(variables)
    }

    /// Adds a clause, without literals that are there twice; a clause that always holds is left out.
    mutating func add(_ clause: [Int32], owner: Int) {
        let from = literals.count
        for literal in clause {
            if literals[from...].contains(literal) { continue }
            if literals[from...].contains(-literal) {
                literals.removeSubrange(from...)
                return
            }
            literals.append(literal)
        }
        starts.append(Int32(literals.count))
        owners.append(Int32(owner))
    }

    /// Adds a long clause of literals that are known to differ.
    mutating func add(distinct clause: [Int32], owner: Int) {
        literals += clause
        starts.append(Int32(literals.count))
        owners.append(Int32(owner))
    }

    func range(_ clause: Int) -> Range<Int> { Int(starts[clause])..<Int(starts[clause + 1]) }

    subscript(clause: Int) -> ArraySlice<Int32> { literals[range(clause)] }
}
