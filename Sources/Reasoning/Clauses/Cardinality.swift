/// Clauses that count: of some literals, at least or at most so many are true.
extension ClauseSet {
    /// Up to here pairs are written out, which propagates best; beyond, a counter takes fewer clauses.
    private static let pairLimit = 64

    /// Where `condition` (a literal; 0 for always) is true, at least `minimum` of `members` are.
    mutating func addAtLeast(_ minimum: Int, of members: [Int32], when condition: Int32, owner: Int) {
        let head = condition == 0 ? [] : [-condition]
        switch minimum {
        case ..<1: return
        case 1: add(distinct: head + members, owner: owner)
        case members.count: for member in members { add(head + [member], owner: owner) }
        default:
            // At least m of n are true where at most n - m are false.
            addAtMost(members.count - minimum, of: members.map { -$0 }, when: condition, owner: owner)
        }
    }

    /// Where `condition` (a literal; 0 for always) is true, at most `maximum` of `members` are.
    mutating func addAtMost(_ maximum: Int, of members: [Int32], when condition: Int32, owner: Int) {
        let head = condition == 0 ? [] : [-condition]
        switch maximum {
        case members.count...: return
        case ...0: for member in members { add(head + [-member], owner: owner) }
        case 1 where members.count <= Self.pairLimit:
            for (place, first) in members.enumerated() {
                for second in members[(place + 1)...] { add(head + [-first, -second], owner: owner) }
            }
        case members.count - 1: add(distinct: head + members.map { -$0 }, owner: owner)
        default: addCounter(maximum, of: members, head: head, owner: owner)
        }
    }

    /// The sequential counter of Sinz, "Towards an Optimal CNF Encoding of Boolean Cardinality Constraints" (2005):
    /// `row[j]` is true where more than j of the members so far are.
    private mutating func addCounter(_ maximum: Int, of members: [Int32], head: [Int32], owner: Int) {
        var row: [Int32] = []
        for (place, member) in members.enumerated() {
            if row.count == maximum { add(head + [-member, -row[maximum - 1]], owner: owner) }
            if place == members.count - 1 { break }
            let next = (0..<min(place + 1, maximum)).map { _ in newVariable() }
            add([-member, next[0]], owner: owner)
            for (count, before) in row.enumerated() {
                add([-before, next[count]], owner: owner)
                if count + 1 < next.count { add([-member, -before, next[count + 1]], owner: owner) }
            }
            row = next
        }
    }
}
