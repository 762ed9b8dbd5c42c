/// One thing that goes wrong in a history: at the first occasion after a certain step.
package struct Fault: Sendable, Hashable {
    package let kind: Kind
    package let step: Int

    package enum Kind: String, CaseIterable, Sendable {
        /// The process ends, and another is started on what was committed.
        case crash
        /// Between buyer and shop.
        case requestLost, replyLost, requestRepeated
        /// Between shop and bank; `bankLate` arrives when the shop has long given up waiting.
        case bankUnreachable, bankRequestLost, bankReplyLost, bankBroken, bankLate
        /// The bank answers nobody for a minute or more.
        case bankSilent
        case eventRepeated, eventLost
        case commitFails, commitUnknown
        case mailLost, mailReplyLost
        /// The process stands still for longer than a lease.
        case frozen

        /// Happens by itself, not to something that is asked.
        var comesByItself: Bool { [.crash, .bankSilent, .frozen].contains(self) }
    }
}

/// What goes wrong in a history, as its seed says: ten faults of three kinds, and one to three crashes.
package struct FaultPlan: Sendable {
    /// Steps within which they lie; a history without faults takes about as many.
    static let span = 6_000
    static let count = 10
    static let kinds = 3
    static let crashLimit = 3

    package let faults: [Fault]

    package init(seed: UInt64) {
        var dice = Dice(seed, for: 1)
        var pool = Fault.Kind.allCases.filter { $0 != .crash }
        var kinds: [Fault.Kind] = []
        for _ in 0..<Self.kinds { kinds.append(pool.remove(at: dice.below(pool.count))) }
        var faults = (0..<Self.count).map { number in
            Fault(kind: number < Self.kinds ? kinds[number] : dice.pick(kinds), step: dice.below(Self.span))
        }
        for _ in 0...dice.below(Self.crashLimit) { faults.append(Fault(kind: .crash, step: dice.below(Self.span))) }
        self.faults = faults
    }
}
