/// A solver that can leave out each rule, group and root: a clause holds only where the selector of what it comes from
/// is true.
final class Explaining {
    private let book: Rulebook
    private let solver: any Solver
    /// All that the model says, each with its selector.
    private let all: [Item]

    /// What may be left out: a reason, and the literals that state it.
    struct Item {
        let reason: Reason
        let literals: [Int32]
    }

    init(_ book: Rulebook, _ solver: any Solver) {
        self.book = book
        self.solver = solver
        let first = Int32(book.clauses.variables)
        all = book.owners.enumerated().compactMap { number, reason in
            reason.map { Item(reason: $0, literals: [first + Int32(number)]) }
        }
        var clause: [Int32] = []
        for number in 0..<book.clauses.count {
            clause.removeAll(keepingCapacity: true)
            clause += book.clauses[number]
            let owner = book.clauses.owners[number]
            if owner != Rulebook.nobody { clause.append(-(first + owner)) }
            solver.add(clause)
        }
    }

    /// A minimal set of these choices and the model's rules that can't hold together with `wish`, by leaving out one
    /// after another (Chinneck and Dravnieks, "Locating Minimal Infeasible Constraint Sets in Linear Programs", 1991);
    /// nil where all can.
    func core(
        _ choices: [Item], wish: [Int32], _ inquiry: Inquiry
    ) throws(Unanswered) -> [Reason]? {
        guard var open = try failed(choices + all, wish, inquiry) else { return nil }
        var needed: [Item] = []
        while let candidate = open.popLast() {
            if let smaller = try failed(needed + open, wish, inquiry) {
                let names = Set(smaller.map(\.literals))
                open = open.filter { names.contains($0.literals) }
            } else {
                needed.append(candidate)
            }
        }
        let names = Set(needed.map(\.reason))
        return (choices + all).map(\.reason).filter { names.contains($0) }
    }

    /// Those of some items that a contradiction needs; nil where there is none.
    private func failed(_ items: [Item], _ wish: [Int32], _ inquiry: Inquiry) throws(Unanswered) -> [Item]? {
        for literal in wish { solver.assume(literal) }
        for item in items { for literal in item.literals { solver.assume(literal) } }
        switch solver.solve(until: inquiry.until) {
        case .satisfiable: return nil
        case .undecided: throw inquiry.tooHard
        case .unsatisfiable: return items.filter { $0.literals.contains(where: solver.isFailed) }
        }
    }
}

extension Inquiry {
    /// Why these choices, and what is wished besides, can't hold together; nil where they can.
    func explain(_ choices: [Choice], wish: Choice?) throws(Unanswered) -> Explanation? {
        var wished: [Int32] = []
        if let wish {
            guard let literals = try literals(wish) else { return Explanation(wish: wish, reasons: []) }
            wished = literals
        }
        for choice in choices where try literals(choice) == nil {
            // Whether the wish can be had at all comes first: then the choice isn't what stands in its way.
            let alone = try explainer().core([], wish: wished, self)
            return Explanation(wish: wish, reasons: alone ?? [.choice(choice)])
        }
        var items: [Explaining.Item] = []
        for choice in choices {
            items.append(.init(reason: .choice(choice), literals: try literals(choice) ?? []))
        }
        return try explainer().core(items, wish: wished, self).map { Explanation(wish: wish, reasons: $0) }
    }
}
