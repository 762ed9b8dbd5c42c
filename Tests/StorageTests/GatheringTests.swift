import Testing

@testable import StorageSQLite

@Suite("Gathering")
struct GatheringTests {
    private var gathering = Gathering(batchLimit: 64)

    @Test("callers who fell apart are waited for, and as long as they come")
    mutating func fallingApart() {
        #expect(gathering.expected(after: 1) == nil)
        #expect(gathering.expected(after: 63) == 64)
        gathering.found(64, of: 64)
        #expect(gathering.expected(after: 64) == 64)
        gathering.found(60, of: 64)
        #expect(gathering.expected(after: 60) == 60)
    }

    @Test("a single caller, and a few, are never waited for")
    mutating func few() {
        for size in [1, 1, 3, 4, 3, 1] { #expect(gathering.expected(after: size) == nil) }
    }

    @Test("when they stay away it is long before they are waited for again")
    mutating func stayingAway() {
        #expect(gathering.expected(after: 20) == 20)
        gathering.found(5, of: 20)
        for _ in 0..<Gathering.batchesBetweenTries { #expect(gathering.expected(after: 20) == nil) }
        #expect(gathering.expected(after: 20) == 40)
    }

    @Test("no more are waited for than a batch holds")
    mutating func fullBatches() {
        _ = gathering.expected(after: 4)
        #expect(gathering.expected(after: 62) == 64)
    }
}
