/// Tells when it pays to wait for callers to come together again.
///
/// Callers who ask again as soon as they are answered fall apart: the first few get a commit, and a flush of the disk,
/// of their own, the others share the next, and so on by turns. Waiting a moment brings them together; waiting for
/// whom nobody expects only costs time. So it is tried now and then, and goes on while they come.
struct Gathering {
    /// Two batches of fewer are let be.
    static let crowd = 8
    /// A try that failed is repeated after so many batches.
    static let batchesBetweenTries = 16
    /// No batch holds more.
    let batchLimit: Int

    private var last = 0
    private var batchesSinceTry = Self.batchesBetweenTries
    private var isOn = false

    init(batchLimit: Int) { self.batchLimit = batchLimit }

    /// How many to wait for once a batch of `count` is answered; nil to go on at once.
    mutating func expected(after count: Int) -> Int? {
        let both = last + count
        last = count
        guard both >= Self.crowd else { return nil }
        if isOn { return count }
        batchesSinceTry += 1
        guard batchesSinceTry > Self.batchesBetweenTries else { return nil }
        batchesSinceTry = 0
        return min(both, batchLimit)
    }

    /// What became of the waiting: it pays when three of four came. After it has paid, it is tried once more at once.
    mutating func found(_ waiting: Int, of expected: Int) {
        let pays = waiting * 4 >= expected * 3
        if isOn, !pays { batchesSinceTry = Self.batchesBetweenTries }
        isOn = pays
    }
}
