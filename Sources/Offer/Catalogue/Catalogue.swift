import Storage
import Web

/// What the shop offers: categories, products and their pictures.
package enum Catalogue {
    package static let migrations = [
        Migration(
            31, "categories and products", CategoryTable.schema, ProductTable.schema, ProductTable.categoryIndex,
            ProductTable.partSchema, ProductTable.wordSchema, ProductTable.wordIndex),
        Migration(33, "pictures", PictureTable.schema, PictureTable.hungSchema, PictureTable.hungIndex),
    ]

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [
            ListCategories(shop: shop), ReadCategory(shop: shop), AddCategory(shop: shop), EditCategory(shop: shop),
            RemoveCategory(shop: shop), ListProducts(shop: shop), ReadProduct(shop: shop), AddProduct(shop: shop),
            ListCatalogue(shop: shop), ReadCatalogueProduct(shop: shop), EditProduct(shop: shop),
            PublishProduct(shop: shop), WithdrawProduct(shop: shop), ReadPicture(shop: shop), ListPictures(shop: shop),
            AddPicture(shop: shop), RemovePicture(shop: shop), ArrangePictures(shop: shop),
        ]
    }
}
