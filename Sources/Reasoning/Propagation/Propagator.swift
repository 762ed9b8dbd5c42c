/// Draws the simple conclusions: where all but one literal of a clause are false, the last is true. With two watched
/// literals a clause, as in Chaff (Moskewicz and others, 2001); clauses of two are kept apart, ready to read.
///
/// Memory of its own, taken once; belongs to one thread at a time.
final class Propagator {
    /// Why a variable has its value.
    enum Why: Equatable {
        case assumed
        /// It was handed over as known.
        case given
        case clause(Int)
    }

    private let variables: Int
    private let literals: UnsafeMutableBufferPointer<Int32>
    private let starts: UnsafeMutableBufferPointer<Int32>
    /// Per literal: 1 true, -1 false, 0 open.
    private let values: UnsafeMutableBufferPointer<Int8>
    private let reasons: UnsafeMutableBufferPointer<Int32>
    private let places: UnsafeMutableBufferPointer<Int32>
    private let trail: UnsafeMutableBufferPointer<Int32>
    private var trailEnd = 0
    private var propagated = 0
    /// Per literal, where the clauses of two begin that hold its negation's consequences.
    private let pairStarts: UnsafeMutableBufferPointer<Int32>
    private let pairs: UnsafeMutableBufferPointer<(other: Int32, clause: Int32)>
    /// Per literal, the first of the watches on it; a watch is a clause's number twice, plus which of its two.
    private let heads: UnsafeMutableBufferPointer<Int32>
    private let nexts: UnsafeMutableBufferPointer<Int32>
    /// The clause that can't hold any more.
    private(set) var conflict: Int?
    /// The clauses contradict each other without any assumption.
    private var isBroken = false

    private static let isAssumed: Int32 = -1
    private static let isGiven: Int32 = -2

    init(_ clauses: ClauseSet) {
        variables = clauses.variables
        let slots = 2 * (variables + 1)
        literals = .allocate(capacity: max(clauses.literals.count, 1))
        _ = literals.initialize(from: clauses.literals)
        starts = .allocate(capacity: clauses.starts.count)
        _ = starts.initialize(from: clauses.starts)
        values = .allocate(capacity: slots)
        values.initialize(repeating: 0)
        reasons = .allocate(capacity: variables + 1)
        reasons.initialize(repeating: 0)
        places = .allocate(capacity: variables + 1)
        places.initialize(repeating: 0)
        trail = .allocate(capacity: variables + 1)
        trail.initialize(repeating: 0)
        pairStarts = .allocate(capacity: slots + 1)
        pairStarts.initialize(repeating: 0)
        heads = .allocate(capacity: slots)
        heads.initialize(repeating: -1)
        nexts = .allocate(capacity: max(2 * clauses.count, 1))
        nexts.initialize(repeating: -1)
        pairs = .allocate(capacity: max(2 * Self.countPairs(clauses, pairStarts), 1))
        watch(clauses)
    }

    deinit {
        literals.deallocate()
        starts.deallocate()
        values.deallocate()
        reasons.deallocate()
        places.deallocate()
        trail.deallocate()
        pairStarts.deallocate()
        pairs.deallocate()
        heads.deallocate()
        nexts.deallocate()
    }

    private static func slot(_ literal: Int32) -> Int { literal > 0 ? 2 * Int(literal) : 1 - 2 * Int(literal) }

    /// Leaves in `starts` how many pairs stand behind each literal's negation, shifted by one.
    private static func countPairs(_ clauses: ClauseSet, _ starts: UnsafeMutableBufferPointer<Int32>) -> Int {
        var count = 0
        for clause in 0..<clauses.count {
            let range = clauses.range(clause)
            guard range.count == 2 else { continue }
            count += 1
            starts[slot(-clauses.literals[range.lowerBound]) + 1] += 1
            starts[slot(-clauses.literals[range.lowerBound + 1]) + 1] += 1
        }
        return count
    }

    private func watch(_ clauses: ClauseSet) {
        for place in 1..<pairStarts.count { pairStarts[place] += pairStarts[place - 1] }
        var filled = Array(pairStarts)
        for clause in 0..<clauses.count {
            let range = clauses.range(clause)
            switch range.count {
            case 0: isBroken = true
            case 1: if !set(literals[range.lowerBound], Int32(clause)) { isBroken = true }
            case 2:
                let (one, two) = (literals[range.lowerBound], literals[range.lowerBound + 1])
                for (from, to) in [(-one, two), (-two, one)] {
                    let slot = Self.slot(from)
                    pairs[Int(filled[slot])] = (to, Int32(clause))
                    filled[slot] += 1
                }
            default:
                for which in 0...1 { link(2 * clause + which, on: literals[range.lowerBound + which]) }
            }
        }
    }

    private func link(_ watch: Int, on literal: Int32) {
        let slot = Self.slot(literal)
        nexts[watch] = heads[slot]
        heads[slot] = Int32(watch)
    }

    /// How many variables have a value.
    var mark: Int { trailEnd }

    /// What has been concluded, in order.
    func conclusions(from mark: Int) -> UnsafeMutableBufferPointer<Int32>.SubSequence { trail[mark..<trailEnd] }

    /// What the clauses of two say follows from a literal.
    func pairs(from literal: Int32) -> UnsafeMutableBufferPointer<(other: Int32, clause: Int32)>.SubSequence {
        let slot = Self.slot(literal)
        return pairs[Int(pairStarts[slot])..<Int(pairStarts[slot + 1])]
    }

    /// 1 where the literal is true, -1 where false, 0 where open.
    func value(_ literal: Int32) -> Int8 { values[Self.slot(literal)] }

    func why(_ variable: Int32) -> Why {
        switch reasons[Int(variable)] {
        case Self.isAssumed: .assumed
        case Self.isGiven: .given
        case let clause: .clause(Int(clause))
        }
    }

    /// Where in the order of conclusions a literal that has a value stands.
    func place(of literal: Int32) -> Int { Int(places[Int(abs(literal))]) }

    /// Takes a literal to be true and draws the conclusions; false when it can't be.
    func assume(_ literal: Int32) -> Bool { take(literal, Self.isAssumed) }

    /// Takes over what is known otherwise.
    func give(_ literal: Int32) -> Bool { take(literal, Self.isGiven) }

    private func take(_ literal: Int32, _ reason: Int32) -> Bool {
        !isBroken && conflict == nil && set(literal, reason) && propagate()
    }

    /// Forgets what was concluded after a mark.
    func back(to mark: Int) {
        while trailEnd > mark {
            trailEnd -= 1
            let literal = trail[trailEnd]
            values[Self.slot(literal)] = 0
            values[Self.slot(-literal)] = 0
        }
        propagated = min(propagated, mark)
        conflict = nil
    }

    private func set(_ literal: Int32, _ reason: Int32) -> Bool {
        let slot = Self.slot(literal)
        if values[slot] != 0 {
            if values[slot] < 0 { conflict = max(Int(reason), 0) }
            return values[slot] > 0
        }
        values[slot] = 1
        values[slot ^ 1] = -1
        reasons[Int(abs(literal))] = reason
        places[Int(abs(literal))] = Int32(trailEnd)
        trail[trailEnd] = literal
        trailEnd += 1
        return true
    }

    /// Draws all conclusions; false when a clause can't hold.
    func propagate() -> Bool {
        guard !isBroken, conflict == nil else { return false }
        while propagated < trailEnd {
            let literal = trail[propagated]
            propagated += 1
            let slot = Self.slot(literal)
            for place in Int(pairStarts[slot])..<Int(pairStarts[slot + 1]) {
                let pair = pairs[place]
                if !set(pair.other, pair.clause) {
                    conflict = Int(pair.clause)
                    return false
                }
            }
            if !visitWatches(onFalse: -literal) { return false }
        }
        return true
    }

    private func visitWatches(onFalse literal: Int32) -> Bool {
        let head = Self.slot(literal)
        var before: Int32 = -1
        var watch = heads[head]
        while watch >= 0 {
            let next = nexts[Int(watch)]
            let clause = Int(watch) >> 1
            let begin = Int(starts[clause])
            let (mine, other) = (begin + Int(watch & 1), begin + Int(1 - (watch & 1)))
            if values[Self.slot(literals[other])] > 0 {
                before = watch
            } else if let place = free(begin + 2, Int(starts[clause + 1])) {
                literals.swapAt(mine, place)
                if before < 0 { heads[head] = next } else { nexts[Int(before)] = next }
                link(Int(watch), on: literals[mine])
            } else {
                if !set(literals[other], Int32(clause)) {
                    conflict = clause
                    return false
                }
                before = watch
            }
            watch = next
        }
        return true
    }

    private func free(_ from: Int, _ to: Int) -> Int? {
        var place = from
        while place < to {
            if values[Self.slot(literals[place])] >= 0 { return place }
            place += 1
        }
        return nil
    }
}
