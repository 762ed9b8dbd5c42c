import Testbed
import Testing

/// What a power cut, or a disk that fails, leaves of a shop; see docs/reliability.md.
@Suite("The power is cut", .serialized, .timeLimit(.minutes(10)), .enabled(if: TestDatabase.isSQLite))
struct PowerTests {
    @Test("no state that a power cut could leave has lost an order a buyer was told of; without the flush some have")
    func cuts() async throws {
        let end = try await BuiltProgram.run(["power", "500", "40", "1"], of: "simulate", within: .seconds(400))
        #expect(end.code == 0, "\(end.output)")
        #expect(end.output.contains("500 states"))
        print(end.output)
    }

    @Test("a call of the disk that fails is a refusal or a clean stop, and no order that was told of is gone")
    func calls() async throws {
        let end = try await BuiltProgram.run(["calls", "1", "12"], of: "simulate", within: .seconds(400))
        #expect(end.code == 0, "\(end.output)")
        print(end.output)
    }
}
