import Values
import Web

/// A key as staff see it: never its text.
package struct APIKeyView: View {
    package let id: ID<APIKey>
    package let name: ShortText
    package let role: Role
    package let createdAt: Instant
    package let revokedAt: Instant?

    init(_ key: APIKey) {
        id = key.id
        name = key.name
        role = key.role
        createdAt = key.createdAt
        revokedAt = key.revokedAt
    }
}

/// A key just made, with its text, which no later answer tells.
package struct FreshAPIKeyView: View {
    package let key: APIKeyView
    package let text: String
}
