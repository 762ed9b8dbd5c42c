/// Tells when it pays to wait for callers to come together again.
///
/// Callers who ask again as soon as they are answered fall apart: the first gets a commit of its own, the others
/// share the next, and so on by turns: two flushes of the disk where one would do. Waiting for whom nobody expects
/// only costs time, so it takes that very pattern, a crowd, a few, and a crowd again, and ends when they stay away.
struct Gathering {
    /// A crowd is at least so many, and so many times the few.
    static let crowd = 8
    static let crowdToFew = 4

    private var sizes = (before: 0, last: 0)
    private var isOn = false

    /// How many to wait for once a batch of `count` is answered; nil to go on at once.
    mutating func expected(after count: Int) -> Int? {
        let (crowd, few) = sizes
        sizes = (few, count)
        if isOn { return count }
        guard min(crowd, count) >= max(Self.crowd, Self.crowdToFew * few) else { return nil }
        isOn = true
        return count + few
    }

    /// What became of the waiting.
    mutating func found(_ waiting: Int, of expected: Int) { isOn = waiting * 2 > expected }
}
