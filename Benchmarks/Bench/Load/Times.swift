/// How long requests took, by kind, while it is on.
struct Times {
    var isOn = false
    private var micros: [[UInt32]]
    /// Journeys that ended well.
    private(set) var journeys = 0
    /// The same, whether it was on or not.
    private(set) var allJourneys = 0
    /// Answers that were neither 2xx nor 304, and the first of them as it came.
    private(set) var refusals = 0
    /// Those of them that were neither 503 nor 429, which ask to come again.
    private(set) var failures = 0
    private(set) var firstRefusal: String?

    init(kinds: Int) { micros = Array(repeating: [], count: kinds) }

    mutating func note(_ kind: Kind, nanoseconds: UInt64) {
        if isOn { micros[kind].append(UInt32(clamping: nanoseconds / 1000)) }
    }

    mutating func noteJourney() {
        allJourneys += 1
        if isOn { journeys += 1 }
    }

    mutating func refuse(_ kind: Kind, _ answer: borrowing Answer) {
        refusals += 1
        if answer.status != 503, answer.status != 429 { failures += 1 }
        if firstRefusal == nil {
            firstRefusal = "request \(kind): \(answer.status) \(String(decoding: answer.body.prefix(2000), as: UTF8.self))"
        }
    }

    /// Milliseconds below which the share of a kind's requests stayed; nil when there were none.
    func quantile(_ share: Double, of kind: Kind) -> Double? {
        let sorted = micros[kind].sorted()
        guard !sorted.isEmpty else { return nil }
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1000
    }
}
