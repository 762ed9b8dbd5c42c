import Values
import Web

/// A model as staff are writing it.
package struct ModelDraftView: View, Equatable {
    package let product: ID<Product>
    /// The edit it stands at: what If-Match wants; 0 before the first.
    package let version: Int
    package let groups: [ConfigurationModel.Group]
    package let rules: [ConfigurationModel.Rule]

    init(_ draft: ConfigurationModel.Draft) {
        product = draft.product
        version = draft.version
        groups = draft.document.groups
        rules = draft.document.rules
    }
}

/// One published version, without what it says.
package struct ModelVersionView: View, Equatable {
    package let version: Int
    package let publishedAt: Instant
    package let publishedBy: String
}

/// One published version as it will always be.
package struct PublishedModelView: View, Equatable {
    package let product: ID<Product>
    package let version: Int
    package let publishedAt: Instant
    package let publishedBy: String
    package let groups: [ConfigurationModel.Group]
    package let rules: [ConfigurationModel.Rule]

    init(_ published: ConfigurationModel.Published) {
        product = published.model.product
        version = published.model.version
        publishedAt = published.at
        publishedBy = published.by
        groups = published.model.groups
        rules = published.model.rules
    }
}
