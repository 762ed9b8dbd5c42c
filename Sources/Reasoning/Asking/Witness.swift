/// A valid configuration that was met, one bit for each variable. Each shows for many options at once that they
/// can be taken, or left.
struct Witness: Sendable {
    let taken: [UInt64]

    /// Whether the configuration agrees with all of these literals.
    func agrees(with literals: [Int32]) -> Bool { literals.allSatisfy { Self.bit(taken, abs($0)) == ($0 > 0) } }

    static func bit(_ bits: [UInt64], _ variable: Int32) -> Bool {
        bits[Int(variable - 1) >> 6] >> UInt64(Int(variable - 1) & 63) & 1 == 1
    }

    static func words(_ variables: Int) -> Int { (variables + 63) / 64 }
}

/// What valid configurations have shown so far.
struct Shown {
    private var taken: [UInt64]
    private var left: [UInt64]
    private let visible: Int

    init(visible: Int) {
        self.visible = visible
        taken = Array(repeating: 0, count: Witness.words(visible))
        // What stands in the last word behind the visible ones is nothing to show.
        if visible % 64 > 0 { taken[taken.count - 1] = ~0 << UInt64(visible % 64) }
        left = taken
    }

    mutating func add(_ witness: Witness) {
        // Behind the visible variables stand those that conditions are made of.
        for word in taken.indices {
            taken[word] |= witness.taken[word]
            left[word] |= ~witness.taken[word]
        }
    }

    /// Notes that a literal can be true.
    mutating func add(_ literal: Int32) {
        let place = Int(abs(literal)) - 1
        guard place < visible else { return }
        let bit: UInt64 = 1 << UInt64(place & 63)
        if literal > 0 { taken[place >> 6] |= bit } else { left[place >> 6] |= bit }
    }

    /// Notes that no more is to be shown of a variable.
    mutating func settle(_ variable: Int32) {
        add(variable)
        add(-variable)
    }

    /// How much a configuration would show that wasn't shown yet.
    func gain(_ witness: Witness) -> Int {
        taken.indices.reduce(0) { gain, word in
            gain + (witness.taken[word] & ~taken[word]).nonzeroBitCount
                + (~witness.taken[word] & ~left[word]).nonzeroBitCount
        }
    }

    /// Whether a variable was met with both values.
    func isOpen(_ variable: Int32) -> Bool { Witness.bit(taken, variable) && Witness.bit(left, variable) }
}
