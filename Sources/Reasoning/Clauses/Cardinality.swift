/// Clauses that count: of some literals, at least or at most so many are true.
extension ClauseSet {
    /// Up to here pairs are written out, which propagates best; beyond, rows and columns take fewer clauses.
    private static let pairLimit = 64

    /// How many variables counting takes: `limit` for each of `members`, or for each of the others what is left.
    static func countingVariables(_ limit: Int, of members: Int) -> Int {
        // Neither none, one, all nor all but one takes a counter.
        (2...max(2, members - 2)).contains(limit) ? members * min(limit, members - limit) : 0
    }

    /// Where `condition` (a literal; 0 for always) is true, at least `minimum` of `members` are.
    mutating func addAtLeast(_ minimum: Int, of members: [Int32], when condition: Int32, owner: Int) {
        let head = condition == 0 ? [] : [-condition]
        switch minimum {
        case ..<1: return
        case 1: add(distinct: head + members, owner: owner)
        case members.count: for member in members { add(head + [member], owner: owner) }
        case ...(members.count / 2): addCounter(minimum, of: members, head: head, owner: owner)
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
        case members.count - 1: add(distinct: head + members.map { -$0 }, owner: owner)
        case 1: addAtMostOne(of: members, head: head, owner: owner)
        case ...(members.count / 2): addLimit(maximum, of: members, head: head, owner: owner)
        default: addCounter(members.count - maximum, of: members.map { -$0 }, head: head, owner: owner)
        }
    }

    /// The product encoding of Chen, "A New SAT Encoding of the At-Most-One Constraint" (2010): each member has a row
    /// and a column, and of both there is one at most. Going from one member to another changes two of each, where a
    /// counter changes all between them.
    private mutating func addAtMostOne(of members: [Int32], head: [Int32], owner: Int) {
        guard members.count > Self.pairLimit else {
            for (place, first) in members.enumerated() {
                for second in members[(place + 1)...] { add(head + [-first, -second], owner: owner) }
            }
            return
        }
        let width = Int(Double(members.count).squareRoot().rounded(.up))
        let columns = (0..<width).map { _ in newVariable() }
        let rows = (0..<((members.count + width - 1) / width)).map { _ in newVariable() }
        for (place, member) in members.enumerated() {
            add([-member, rows[place / width]], owner: owner)
            add([-member, columns[place % width]], owner: owner)
        }
        addAtMostOne(of: rows, head: head, owner: owner)
        addAtMostOne(of: columns, head: head, owner: owner)
    }

    /// The sequential counter of Sinz, "Towards an Optimal CNF Encoding of Boolean Cardinality Constraints" (2005):
    /// `row[j]` is true where more than j of the members so far are.
    private mutating func addLimit(_ maximum: Int, of members: [Int32], head: [Int32], owner: Int) {
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

    /// The same the other way round: more than j of the members so far are true where `row[j]` is.
    private mutating func addCounter(_ minimum: Int, of members: [Int32], head: [Int32], owner: Int) {
        var row: [Int32] = []
        for (place, member) in members.enumerated() {
            let next = (0..<min(place + 1, minimum)).map { _ in newVariable() }
            for count in next.indices {
                let same = count < row.count ? [row[count]] : []
                add([-next[count], member] + same, owner: owner)
                if count > 0 { add([-next[count], row[count - 1]] + same, owner: owner) }
            }
            row = next
        }
        add(head + [row[minimum - 1]], owner: owner)
    }
}
