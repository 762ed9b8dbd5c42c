import Testbed
import Testing

/// The benchmark writes orders by the shop's statements, by its driver and in plain C: a shop whose tables have changed
/// must not leave it behind.
@Suite("bench")
struct BenchTests {
    @Test("orders written by the driver and by plain C are whole, and both are told with their ratio")
    func transactions() async throws {
        let (code, output) = try await BuiltProgram.run(["limits", "0.1", "transactions"], of: "Bench")
        #expect(code == 0, "\(output)")
        #expect(output.contains("plain C"), "\(output)")
    }
}
