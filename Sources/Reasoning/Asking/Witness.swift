/// A valid configuration that was met, one bit for each visible variable. Each shows for many options at once that they
/// can be taken, or left.
struct Witness: Sendable {
    let taken: [UInt64]
    /// Variables of which the other value makes a valid configuration too, all else as it is.
    let loose: [UInt64]

    func value(_ variable: Int32) -> Bool { Self.bit(taken, variable) }

    /// Whether the configuration agrees with all of these literals.
    func agrees(with literals: [Int32]) -> Bool { literals.allSatisfy { value(abs($0)) == ($0 > 0) } }

    /// This configuration, or a neighbour, that agrees with all of these literals.
    func agreeing(with literals: [Int32]) -> Witness? {
        var turned: Int32?
        for literal in literals where value(abs(literal)) != (literal > 0) {
            guard turned == nil || turned == abs(literal), Self.bit(loose, abs(literal)) else { return nil }
            turned = abs(literal)
        }
        guard let turned else { return self }
        var taken = taken
        taken[Int(turned - 1) >> 6] ^= 1 << UInt64(Int(turned - 1) & 63)
        return Witness(taken: taken, loose: Array(repeating: 0, count: loose.count))
    }

    static func bit(_ bits: [UInt64], _ variable: Int32) -> Bool {
        bits[Int(variable - 1) >> 6] >> UInt64(Int(variable - 1) & 63) & 1 == 1
    }

    static func words(_ variables: Int) -> Int { (variables + 63) / 64 }
}

/// What witnesses have shown so far.
struct Shown {
    private var taken: [UInt64]
    private var left: [UInt64]
    private(set) var witnesses: [Witness] = []

    init(visible: Int) {
        taken = Array(repeating: 0, count: Witness.words(visible))
        left = taken
    }

    mutating func add(_ witness: Witness) {
        witnesses.append(witness)
        for word in taken.indices {
            taken[word] |= witness.taken[word] | witness.loose[word]
            left[word] |= ~witness.taken[word] | witness.loose[word]
        }
    }

    /// Whether a variable was met with both values.
    func isOpen(_ variable: Int32) -> Bool { Witness.bit(taken, variable) && Witness.bit(left, variable) }
}
