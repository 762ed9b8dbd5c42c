extension Inquiry {
    /// The smallest sets of choices to drop so that a wish becomes possible, smallest first; nil where it is already.
    ///
    /// Each set hits every contradiction met so far and is a smallest that does; where the rest still contradicts the
    /// wish, that is one more contradiction to hit (Reiter, "A Theory of Diagnosis from First Principles", 1987).
    func repairs(for wish: Choice?, among choices: [Choice], limit: Int) throws(Unanswered) -> Repairs? {
        var wished: [Int32] = []
        if let wish {
            guard let literals = try literals(wish) else { return Repairs(ways: [], hasMore: false) }
            wished = literals
        }
        var items: [[Int32]] = []
        var hitting = HittingSets(count: choices.count)
        for (number, choice) in choices.enumerated() {
            let literals = try literals(choice)
            if literals == nil { hitting.add([number]) }
            items.append(literals ?? [])
        }
        var ways: [[Int]] = []
        while let dropped = try hitting.next(self) {
            if let core = try contradiction(items, without: Set(dropped), wished) {
                if core.isEmpty { return Repairs(ways: [], hasMore: false) }
                hitting.add(core)
            } else {
                if dropped.isEmpty { return nil }
                if ways.count == limit { return found(ways, choices, hasMore: true) }
                ways.append(dropped)
                hitting.exclude(dropped)
            }
        }
        return found(ways, choices, hasMore: false)
    }

    private func found(_ ways: [[Int]], _ choices: [Choice], hasMore: Bool) -> Repairs {
        let sorted = ways.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count }
        return Repairs(ways: sorted.map { Repair(dropped: $0.map { choices[$0] }) }, hasMore: hasMore)
    }

    /// Numbers of choices that can't hold together with the wish; nil where all do, but those left out.
    private func contradiction(
        _ items: [[Int32]], without dropped: Set<Int>, _ wished: [Int32]
    ) throws(Unanswered) -> [Int]? {
        guard !isContradictory else { return [] }
        var numbers = items.indices.filter { !dropped.contains($0) }
        var isSmaller = false
        while true {
            if try solve(wished + numbers.flatMap { items[$0] }) { return nil }
            let failed = numbers.filter { items[$0].contains { isFailed($0) } }
            // What is wished may contradict a choice about the very same: then both say so, and the choice is in.
            if failed.count == numbers.count || isSmaller { return failed }
            (numbers, isSmaller) = (failed, true)
        }
    }
}

/// Smallest sets that hit every one of some sets, found one after another.
struct HittingSets {
    private let count: Int
    private var sets: [[Int]] = []
    private var excluded: [Set<Int>] = []
    private var size = 0

    /// Partial sets that may be looked at for one answer, between looks at the clock.
    private static let look = 4_096

    init(count: Int) { self.count = count }

    mutating func add(_ set: [Int]) { sets.append(set) }

    /// Wants no set from now on that has all of these.
    mutating func exclude(_ set: [Int]) { excluded.append(Set(set)) }

    /// A smallest set that hits all, ascending; nil where there is none.
    mutating func next(_ inquiry: Inquiry) throws(Unanswered) -> [Int]? {
        while size <= count {
            var steps = 0
            var banned = Set<Int>()
            if let found = try search([], &banned, &steps, inquiry) { return found.sorted() }
            size += 1
        }
        return nil
    }

    private func search(
        _ taken: [Int], _ banned: inout Set<Int>, _ steps: inout Int, _ inquiry: Inquiry
    ) throws(Unanswered) -> [Int]? {
        steps += 1
        if steps % Self.look == 0, inquiry.isOver { throw inquiry.tooHard }
        if excluded.contains(where: { $0.isSubset(of: taken) }) { return nil }
        guard let missed = sets.first(where: { set in !set.contains(where: taken.contains) }) else { return taken }
        guard taken.count < size else { return nil }
        var tried: [Int] = []
        defer { for number in tried { banned.remove(number) } }
        for number in missed where !banned.contains(number) {
            if let found = try search(taken + [number], &banned, &steps, inquiry) { return found }
            // What was tried here without success isn't tried again beside its neighbours.
            banned.insert(number)
            tried.append(number)
        }
        return nil
    }
}
