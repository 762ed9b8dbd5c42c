import Testing

@testable import StorageSQLite

@Suite("Gathering")
struct GatheringTests {
    /// What is waited for after each of these batches, when all come who are expected.
    private func expected(after sizes: [Int]) -> [Int?] {
        var gathering = Gathering()
        return sizes.map { size in
            let expected = gathering.expected(after: size)
            if let expected { gathering.found(expected, of: expected) }
            return expected
        }
    }

    @Test("callers who fell apart are waited for, and as long as they come")
    func fallingApart() {
        #expect(expected(after: [1, 63, 1, 63, 64, 64]) == [nil, nil, nil, 64, 64, 64])
    }

    @Test("a single caller, and batches of like size, are never waited for")
    func unlikeOnes() {
        #expect(expected(after: [1, 1, 1, 1]) == [nil, nil, nil, nil])
        #expect(expected(after: [20, 30, 20, 30]) == [nil, nil, nil, nil])
        #expect(expected(after: [3, 1, 3, 1, 3]) == [nil, nil, nil, nil, nil])
    }

    @Test("waiting ends when they stay away")
    func stayingAway() {
        var gathering = Gathering()
        for size in [63, 1] { #expect(gathering.expected(after: size) == nil) }
        #expect(gathering.expected(after: 63) == 64)
        gathering.found(10, of: 64)
        #expect(gathering.expected(after: 10) == nil)
    }
}
