/// A valid configuration that becomes others, step by step: a literal is made true, and clauses that no longer hold are
/// mended by literals that the step hasn't touched. Only what changes is looked at, so that a step to a neighbour takes
/// microseconds where a solver looks at the whole model. Incomplete: where a step fails, the configuration stays, and
/// nothing is said of the literal.
///
/// Memory of its own, taken once; belongs to one thread at a time.
final class Walk {
    private let book: Rulebook
    /// What has a value there is settled: a step never turns it round.
    private let propagator: Propagator
    /// Whether there is a configuration yet.
    private(set) var isBegun = false
    /// Per literal: 1 where it is true.
    private let values: UnsafeMutableBufferPointer<UInt8>
    /// Per clause of three or more, how many of its literals are true. Of those of two the propagator knows the other.
    private let holding: UnsafeMutableBufferPointer<Int32>
    /// Per literal, where the clauses of three or more with it begin.
    private let occurrenceStarts: UnsafeMutableBufferPointer<Int32>
    private let occurrences: UnsafeMutableBufferPointer<Int32>
    /// Per variable, the try that touched it last.
    private let touched: UnsafeMutableBufferPointer<UInt32>
    private var attempt: UInt32 = 0
    /// The literals that the last step made true.
    private(set) var changed: [Int32] = []
    /// What clauses of two want to be true, and longer ones to be mended.
    private var forced: [Int32] = []
    private var broken: [Int32] = []

    /// How many literals of a clause are compared before one of them mends it.
    private static let candidateLimit = 12

    init(_ book: Rulebook, _ propagator: Propagator) {
        let clauses = book.clauses
        self.book = book
        self.propagator = propagator
        let slots = 2 * (clauses.variables + 1)
        values = .allocate(capacity: slots)
        values.initialize(repeating: 0)
        holding = .allocate(capacity: max(clauses.count, 1))
        holding.initialize(repeating: 0)
        touched = .allocate(capacity: clauses.variables + 1)
        touched.initialize(repeating: 0)
        occurrenceStarts = .allocate(capacity: slots + 1)
        occurrenceStarts.initialize(repeating: 0)
        for clause in 0..<clauses.count where clauses.range(clause).count > 2 {
            for literal in clauses[clause] { occurrenceStarts[Self.slot(literal) + 1] += 1 }
        }
        for slot in 0..<slots { occurrenceStarts[slot + 1] += occurrenceStarts[slot] }
        occurrences = .allocate(capacity: max(Int(occurrenceStarts[slots]), 1))
        occurrences.initialize(repeating: 0)
        var filled = Array(occurrenceStarts)
        for clause in 0..<clauses.count where clauses.range(clause).count > 2 {
            for literal in clauses[clause] {
                occurrences[Int(filled[Self.slot(literal)])] = Int32(clause)
                filled[Self.slot(literal)] += 1
            }
        }
    }

    deinit {
        values.deallocate()
        holding.deallocate()
        touched.deallocate()
        occurrenceStarts.deallocate()
        occurrences.deallocate()
    }

    private static func slot(_ literal: Int32) -> Int { literal > 0 ? 2 * Int(literal) : 1 - 2 * Int(literal) }

    /// Begins anew from a valid configuration: each variable's value at its own place.
    func begin(from configuration: [Bool]) {
        isBegun = true
        for variable in 1..<configuration.count {
            values[2 * variable] = configuration[variable] ? 1 : 0
            values[2 * variable + 1] = configuration[variable] ? 0 : 1
        }
        holding.update(repeating: 0)
        for slot in 2..<max(values.count, 2) where values[slot] == 1 {
            for place in range(slot) { holding[Int(occurrences[place])] += 1 }
        }
    }

    /// Goes over to another valid configuration.
    func jump(to witness: Witness) {
        for variable in 1..<Int32(book.clauses.variables + 1) {
            let isTaken = Witness.bit(witness.taken, variable)
            if isTaken == isTrue(variable) { continue }
            let slot = Self.slot(isTaken ? variable : -variable)
            values[slot] = 1
            values[slot ^ 1] = 0
            for place in range(slot) { holding[Int(occurrences[place])] += 1 }
            for place in range(slot ^ 1) { holding[Int(occurrences[place])] -= 1 }
        }
    }

    var witness: Witness {
        var taken = [UInt64](repeating: 0, count: Witness.words(book.clauses.variables))
        for variable in 0..<book.clauses.variables where isTrue(Int32(variable + 1)) {
            taken[variable >> 6] |= 1 << UInt64(variable & 63)
        }
        return Witness(taken: taken)
    }

    func isTrue(_ literal: Int32) -> Bool { values[Self.slot(literal)] == 1 }

    /// Whether a true literal could be false, all else as it is.
    func isLoose(_ literal: Int32) -> Bool {
        propagator.value(literal) == 0
            && propagator.pairs(from: -literal).allSatisfy { isTrue($0.other) }
            && range(Self.slot(literal)).allSatisfy { holding[Int(occurrences[$0])] > 1 }
    }

    /// Steps to a configuration in which all of these are true. Carefully: with all conclusions drawn after each
    /// decision, which fails seldom and takes longer; the propagator stands where it stood, after.
    func go(to wanted: some Sequence<Int32>, carefully isCareful: Bool = false) -> Bool {
        attempt &+= 1
        changed.removeAll(keepingCapacity: true)
        broken.removeAll(keepingCapacity: true)
        let mark = propagator.mark
        let isThere = begin(wanted, isCareful) && mend(isCareful)
        if !isThere { goBack(to: 0) }
        if isCareful { propagator.back(to: mark) }
        return isThere
    }

    private func begin(_ wanted: some Sequence<Int32>, _ isCareful: Bool) -> Bool {
        for literal in wanted {
            if isCareful {
                guard take(literal) else { return false }
            } else {
                guard propagator.value(literal) >= 0 else { return false }
                if isTrue(literal) {
                    touched[Int(abs(literal))] = attempt
                } else {
                    guard !isTouched(literal), follow(literal) else { return false }
                }
            }
        }
        return true
    }

    private func isTouched(_ literal: Int32) -> Bool { touched[Int(abs(literal))] == attempt }

    private func range(_ slot: Int) -> Range<Int> { Int(occurrenceStarts[slot])..<Int(occurrenceStarts[slot + 1]) }

    private func makeTrue(_ literal: Int32) {
        touched[Int(abs(literal))] = attempt
        changed.append(literal)
        let slot = Self.slot(literal)
        values[slot] = 1
        values[slot ^ 1] = 0
        for pair in propagator.pairs(from: literal) where !isTrue(pair.other) { forced.append(pair.other) }
        for place in range(slot) { holding[Int(occurrences[place])] += 1 }
        for place in range(slot ^ 1) {
            let clause = occurrences[place]
            holding[Int(clause)] -= 1
            if holding[Int(clause)] == 0 { broken.append(clause) }
        }
    }

    /// Makes a literal true, and what clauses of two make of that; false where they contradict what was touched.
    private func follow(_ literal: Int32) -> Bool {
        makeTrue(literal)
        while let next = forced.popLast() {
            if isTrue(next) { continue }
            guard !isTouched(next), propagator.value(next) >= 0 else { return false }
            makeTrue(next)
        }
        return true
    }

    /// Decides with all conclusions; false where they contradict what is settled.
    private func take(_ literal: Int32) -> Bool {
        let mark = propagator.mark
        guard propagator.assume(literal) else {
            propagator.back(to: mark)
            return false
        }
        if !isTrue(literal) { makeTrue(literal) }
        for conclusion in propagator.conclusions(from: mark) where !isTrue(conclusion) {
            guard !isTouched(conclusion) else { return false }
            makeTrue(conclusion)
        }
        // All of them were among the conclusions.
        forced.removeAll(keepingCapacity: true)
        return true
    }

    private func mend(_ isCareful: Bool) -> Bool {
        while let clause = broken.popLast() {
            guard holding[Int(clause)] == 0 else { continue }
            guard isCareful ? takeOne(of: Int(clause)) : followOne(of: Int(clause)) else { return false }
        }
        return true
    }

    private func takeOne(of clause: Int) -> Bool {
        guard let literal = candidates(clause).first else { return false }
        if take(literal) { return true }
        broken.append(Int32(clause))
        return take(-literal)
    }

    private func followOne(of clause: Int) -> Bool {
        let (mark, brokenMark) = (changed.count, broken.count)
        for literal in candidates(clause) {
            if follow(literal) { return true }
            goBack(to: mark)
            broken.removeSubrange(brokenMark...)
        }
        return false
    }

    /// The literals that may mend a clause, those first that break the fewest others.
    private func candidates(_ clause: Int) -> [Int32] {
        var found: [(literal: Int32, breaks: Int)] = []
        for place in book.clauses.range(clause) {
            let literal = book.clauses.literals[place]
            if isTouched(literal) || propagator.value(literal) < 0 { continue }
            found.append((literal, broken(by: literal)))
            if found.count == Self.candidateLimit { break }
        }
        return found.sorted { $0.breaks < $1.breaks }.map(\.literal)
    }

    private func broken(by literal: Int32) -> Int {
        var count = 0
        for pair in propagator.pairs(from: literal) where !isTrue(pair.other) { count += 1 }
        for place in range(Self.slot(-literal)) where holding[Int(occurrences[place])] == 1 { count += 1 }
        return count
    }

    private func goBack(to mark: Int) {
        while changed.count > mark, let literal = changed.popLast() {
            let slot = Self.slot(literal)
            values[slot] = 0
            values[slot ^ 1] = 1
            touched[Int(abs(literal))] = 0
            for place in range(slot) { holding[Int(occurrences[place])] -= 1 }
            for place in range(slot ^ 1) { holding[Int(occurrences[place])] += 1 }
        }
        forced.removeAll(keepingCapacity: true)
    }
}
