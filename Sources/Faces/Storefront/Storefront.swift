/// What buyers see: the catalogue, a product and its equipment, the cart, the checkout, their orders.
enum Storefront {
    static let pages: [any Page] = [CataloguePage(), CurrencyChoice()]

    static let templates: [String: [UInt8]] = [
        "catalogue": PackageResources.Catalogue_mustache, "tile": PackageResources.Tile_mustache,
        "stage": PackageResources.Stage_mustache,
    ]

    static let words = Words([shopWords, catalogueWords])
}
