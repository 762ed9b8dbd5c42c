import Storage
import Web

/// How configurable products are configured: models, their rules, and the selections held against them.
package enum Configurator {
    package static let migrations = [
        Migration(32, "configuration models", ModelTable.draftSchema, ModelTable.versionSchema),
        OptionPictureTable.migration,
    ]

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [
            CheckConfiguration(shop: shop), ReadModelDraft(shop: shop), EditModelDraft(shop: shop),
            PublishModel(shop: shop), ListModelVersions(shop: shop), ReadModelVersion(shop: shop),
        ]
    }
}
