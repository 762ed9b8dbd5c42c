import Values
import Web

/// A stock item as staff see it.
package struct ItemView: View {
    package let id: ID<Item>
    package let name: Texts
    package let version: Int

    init(_ item: Item) {
        id = item.id
        name = item.name
        version = item.version
    }
}
