import Testbed
import Testing
import Values
import Web

@testable import Orderworks

/// A customer of a shop in a test, registered and confirmed by the link in the mail.
struct TestCustomer {
    static let password = "seven green lamps in rain"

    let email: String
    /// The text of a session.
    let session: String
    /// The API, asked in their name.
    let api: TestClient

    init(_ shop: StaffedShop, email: String = "ada@example.org", name: String = "Ada Lovelace") async throws {
        self.email = email
        let guest = TestClient(shop.wiring.api)
        let registered = try await guest.post("/v1/accounts", [
            "email": .string(email), "name": .string(name), "password": .string(Self.password),
        ])
        try #require(registered.status == 202, "\(registered.text)")
        let token = try await TestStaff(shop.wiring).mailedToken(to: email)
        let confirmed = try await guest.post("/v1/accounts/confirmation", [
            "token": .string(token), "password": .string(Self.password),
        ])
        session = try #require(confirmed.json["token"]?.string, "\(confirmed.text)")
        api = guest.with("Authorization", "Bearer \(session)")
    }
}
