import Values

/// A shelf of the shop: cars, roof boxes. Categories are listed by `position`, then by id.
package struct Category: Hashable, Sendable {
    package let id: ID<Category>
    package let name: Texts
    package let position: Int
    /// Counts edits, for `ETag`.
    package let edition: Int

    /// More than a shop's navigation can show.
    package static let countLimit = 500

    package init(id: ID<Category>, name: Texts, position: Int, edition: Int = 1) {
        self.id = id
        self.name = name
        self.position = position
        self.edition = edition
    }
}
