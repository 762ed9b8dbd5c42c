import Values
import Web

/// A key as staff see it: never its text.
package struct APIKeyView: View {
    package let id: ID<APIKey>
    package let name: ShortText
    package let role: ID<Role>
    package let place: ID<PlaceName>?
    /// What of its role it is for; absent: all of it.
    package let permissions: [Permission]?
    package let createdAt: Instant
    package let expiresAt: Instant?
    package let revokedAt: Instant?

    init(_ key: APIKey) {
        id = key.id
        name = key.name
        role = key.role
        place = key.place
        permissions = key.permissions.map { held in Permission.allCases.filter(held.contains) }
        createdAt = key.createdAt
        expiresAt = key.expiresAt
        revokedAt = key.revokedAt
    }
}

/// A key just made, with its text, which no later answer tells.
package struct FreshAPIKeyView: View {
    package let key: APIKeyView
    package let text: String
}
