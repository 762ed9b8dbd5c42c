import Storage
import Testbed
import Testing

@testable import People

@Suite("The key of secrets")
struct OrderSecretsTests {
    @Test("a shop keeps the key of its first start; another one is refused")
    func anotherKey() async throws {
        let sample = try await Shop.sample(migrations: People.migrations)
        let (own, other) = (OrderSecrets(key: key(1)), OrderSecrets(key: key(2)))
        for _ in 1...2 { try await own.verifyKey(of: sample.shop) }
        await #expect(throws: OrderSecrets.OtherKey.self) { try await other.verifyKey(of: sample.shop) }
        try await own.verifyKey(of: sample.shop)
    }

    private func key(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: OrderSecrets.keyLengthBytes) }
}
