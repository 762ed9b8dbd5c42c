import Values
import Web

/// Who asks, and what they may do: for programs that show only what their user may press.
package struct CallerView: View {
    /// The key's name; nil for a guest.
    package let name: String?
    package let permissions: [Permission]
}

/// Tells the caller who they are.
struct ReadCaller: Endpoint {
    static let route = Route(.get, "/v1/caller", .shop)
    static let summary = "Tells who asks: the name of the key that was sent, none for a guest, and what it permits."

    func answer(_ input: Nothing, for caller: Caller) async throws -> CallerView {
        let name: String? = switch caller.identity {
        case .guest: nil
        case .staff(_, let name): name
        }
        return CallerView(name: name, permissions: Permission.allCases.filter(caller.may))
    }
}
