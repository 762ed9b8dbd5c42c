import Values
import Web

/// A category as anybody sees it.
package struct CategoryView: View, Equatable {
    package let id: ID<Category>
    package let name: Texts
    package let position: Int
    /// The edit it stands at: what If-Match wants.
    package let version: Int

    init(_ category: Category) {
        id = category.id
        name = category.name
        position = category.position
        version = category.version
    }
}
