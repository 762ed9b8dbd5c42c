import Supply
import Values
import Web

/// A product as staff edit it, with what buyers don't see.
package struct CatalogueProductView: View, Equatable {
    package let id: ID<Product>
    package let kind: Product.Kind
    package let category: ID<Category>?
    package let name: Texts
    package let description: Texts
    package let taxClass: ID<TaxClass>
    package let weightGrams: Int
    package let capture: CapturePolicy
    package let parts: [Part]
    package let state: Product.State
    /// The edit it stands at: what If-Match wants.
    package let version: Int

    init(_ product: Product) {
        id = product.id
        kind = product.kind
        category = product.category
        name = product.name
        description = product.description
        taxClass = product.taxClass
        weightGrams = product.weightGrams
        capture = product.capture
        parts = product.parts
        state = product.state
        version = product.version
    }
}

extension Part: SchemaDeclaring {
    package static let schema = Schema.object([
        .required("item", ID<Item>.schema),
        .required("count", .integer(Int64(countRange.lowerBound)...Int64(countRange.upperBound))),
    ]).example(["item": "roof-box", "count": 1])
}

/// What a unit takes from stock: at most 100 items.
struct Parts: Sendable {
    let list: [Part]
}

extension Parts: SchemaDeclaring {
    static let schema = Schema.array(Part.schema, count: 0...Part.listLimit)

    init(from decoder: any Decoder) throws { list = try [Part](from: decoder) }
}

/// A weight in grams: up to 100 t.
struct Weight: Sendable {
    let grams: Int
}

extension Weight: SchemaDeclaring {
    static let schema = Schema.integer(
        Int64(Product.weightRange.lowerBound)...Int64(Product.weightRange.upperBound))

    init(from decoder: any Decoder) throws { grams = try decoder.singleValueContainer().decode(Int.self) }
}
