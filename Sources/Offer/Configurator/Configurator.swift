import Storage
import Web

/// How configurable products are configured: models, their rules, and the selections held against them.
package enum Configurator {
    package static let migrations = [
        Migration(32, "configuration models", ModelTable.draftSchema, ModelTable.versionSchema),
        OptionPictureTable.migration, ModelTable.reports,
    ]

    package static func endpoints(_ shop: Shop, _ reasoners: Reasoners) -> [any Endpoint] {
        [
            CheckConfiguration(shop: shop, reasoners: reasoners), ReadModelDraft(shop: shop),
                EditModelDraft(shop: shop),
            CheckModelDraft(shop: shop, reasoners: reasoners),
            PublishModel(shop: shop, reasoners: reasoners), ListModelVersions(shop: shop), ReadModelVersion(shop: shop),
        ]
    }
}
