import Values
import Web

/// Who asks, and what they may do: for programs that show only what their user may press.
package struct CallerView: View {
    package let kind: Kind
    /// The person's or the key's name; nil for a guest.
    package let name: String?
    /// Of whoever logged in.
    package let email: String?
    package let account: String?
    /// What they may do, at least of what is theirs.
    package let permissions: [Permission]

    package enum Kind: String, CaseIterable, Codable, Sendable { case guest, customer, staff, key }

    init(_ caller: Caller) {
        (kind, name) = switch caller.identity {
        case .guest: (.guest, nil)
        case .customer(let person): (.customer, person.name)
        case .staff(let person): (.staff, person.name)
        case .key(_, let name): (.key, name)
        }
        email = caller.person?.email
        account = caller.person?.account
        permissions = Permission.allCases.filter(caller.may)
    }
}

/// Tells the caller who they are.
struct ReadCaller: Endpoint {
    static let route = Route(.get, "/v1/caller", .shop)
    static let summary = "Tells who asks, by the session or key that was sent, and what they may do."

    func answer(_ input: Nothing, for caller: Caller) async throws -> CallerView { CallerView(caller) }
}
