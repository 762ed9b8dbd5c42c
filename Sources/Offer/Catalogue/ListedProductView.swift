import Storage
import Supply
import Values
import Web

/// A product as staff see it in a list, with what it costs today and how it looks.
package struct ListedProductView: View, Equatable {
    package let id: ID<Product>
    package let kind: Product.Kind
    package let category: ID<Category>?
    package let name: Texts
    package let state: Product.State
    /// In force today, before options, in all currencies that the shop sells in.
    package let prices: [Money]
    /// The first of its pictures.
    package let picture: PictureView?
    /// The edit it stands at: what If-Match wants.
    package let version: Int

    init(_ product: Product, _ shown: Showing, in db: any Transaction) throws {
        id = product.id
        kind = product.kind
        category = product.category
        name = product.name
        state = product.state
        prices = try shown.prices(of: product.id, in: db)
        picture = try Picture.hung(at: product.id, limit: 1, in: db).first.map(PictureView.init)
        version = product.version
    }
}
