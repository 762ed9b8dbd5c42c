import Values
import Web

/// A model as staff are writing it.
package struct ModelDraftView: View, Equatable {
    package let product: ID<Product>
    /// The edit it stands at: what If-Match wants; 0 before the first.
    package let version: Int
    package let groups: [ConfigurationModel.Group]
    package let rules: [ConfigurationModel.Rule]
    package let parameters: [ConfigurationModel.Parameter]
    package let effects: [ConfigurationModel.Effect]
    package let packs: [ConfigurationModel.Pack]

    init(_ draft: ConfigurationModel.Draft) {
        product = draft.product
        version = draft.version
        groups = draft.document.groups
        rules = draft.document.rules
        parameters = draft.document.parameters
        effects = draft.document.effects
        packs = draft.document.packs
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
    /// What was to be said of it when it was published.
    package let report: ModelReport?
    package let groups: [ConfigurationModel.Group]
    package let rules: [ConfigurationModel.Rule]
    package let parameters: [ConfigurationModel.Parameter]
    package let effects: [ConfigurationModel.Effect]
    package let packs: [ConfigurationModel.Pack]

    init(_ published: ConfigurationModel.Published) {
        product = published.model.product
        version = published.model.version
        publishedAt = published.at
        publishedBy = published.by
        report = published.report
        groups = published.model.document.groups
        rules = published.model.document.rules
        parameters = published.model.document.parameters
        effects = published.model.document.effects
        packs = published.model.document.packs
    }
}
