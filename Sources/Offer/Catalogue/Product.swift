import Storage
import Supply
import Values

/// Something offered: fixed (a roof box) or configurable (a car).
package struct Product: Hashable, Sendable {
    package let id: ID<Product>
    package let kind: Kind
    package let category: ID<Category>?
    package let name: Texts
    package let description: Texts
    package let taxClass: ID<TaxClass>
    /// Without the options' own weight.
    package let weightGrams: Int
    package let capture: CapturePolicy
    /// What one unit takes from stock, beyond what its options take.
    package let parts: [Part]
    package let state: State
    /// Counts edits, for `ETag`.
    package let version: Int

    package enum Kind: String, CaseIterable, Codable, Sendable { case fixed, configurable }

    /// A draft is seen by staff alone; a withdrawn product is no longer sold, though orders still name it.
    package enum State: String, CaseIterable, Codable, Sendable {
        case draft, published, withdrawn

        package static let transitions = Transitions<State>(beginning: [.draft], [
            .draft: [.published],
            .published: [.withdrawn],
            .withdrawn: [.published],
        ])
    }

    package init(
        id: ID<Product>, kind: Kind, category: ID<Category>?, name: Texts, description: Texts, taxClass: ID<TaxClass>,
        weightGrams: Int, capture: CapturePolicy, parts: [Part], state: State, version: Int
    ) {
        self.id = id
        self.kind = kind
        self.category = category
        self.name = name
        self.description = description
        self.taxClass = taxClass
        self.weightGrams = weightGrams
        self.capture = capture
        self.parts = parts
        self.state = state
        self.version = version
    }
}

/// When a card is charged for a product.
package enum CapturePolicy: String, CaseIterable, Codable, Sendable {
    case atOrder = "at_order"
    case atShipment = "at_shipment"
}

/// So many of a stock item that one unit of a product or option takes.
package struct Part: Codable, Hashable, Sendable {
    package let item: ID<Item>
    /// 1 to 1,000.
    package let count: Int

    package static let countRange = 1...1000
    /// Parts of one product or option.
    package static let listLimit = 100

    package init(item: ID<Item>, count: Int) {
        self.item = item
        self.count = count
    }
}

extension Product {
    package enum Refusal: Error, Equatable {
        case unknown(ID<Product>)
        case taken(ID<Product>)
        /// Its kind is fixed, so it has no configuration model.
        case notConfigurable(ID<Product>)
        /// A configurable product is published once it has a model that is.
        case withoutModel(ID<Product>)
        case illegalStep(from: State, to: State)
    }

    /// Of a name; descriptions may have as much as `Texts` allows.
    package static let nameLengthLimit = 200
    /// 100 t: beyond any lorry.
    package static let weightRange = 0...100_000_000

    package static func find(_ id: ID<Product>, in db: any Transaction) throws -> Product? {
        try remembered.value(id, in: db) { try ProductTable.products(ProductTable.find, ["product": id], in: db).first }
    }

    /// Some 2 kB each.
    private static let remembered = Remembered<ID<Product>, Product?>(limit: 2000)

    /// Throws `Refusal.unknown` when there is no such product.
    package static func known(_ id: ID<Product>, in db: any Transaction) throws -> Product {
        guard let product = try find(id, in: db) else { throw Refusal.unknown(id) }
        return product
    }
}
