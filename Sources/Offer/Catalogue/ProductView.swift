import Storage
import Supply
import Values
import Web

/// A product as it stands in a list.
package struct ProductView: View, Equatable {
    package let id: ID<Product>
    package let kind: Product.Kind
    package let category: ID<Category>?
    package let name: Texts
    /// The name in the language asked for.
    package let title: String
    /// Before options, in the currency asked for or all the shop sells in; empty where it isn't sold.
    package let prices: [Money]
    /// The first of its pictures.
    package let picture: PictureView?
    /// Of fixed products; what there is of a configurable one depends on its options.
    package let availability: Availability?

    init(_ product: Product, _ shown: Showing, in db: any Transaction) throws {
        id = product.id
        kind = product.kind
        category = product.category
        name = product.name
        title = product.name.text(in: shown.language)
        prices = try shown.prices(of: product.id, in: db)
        picture = try Picture.hung(at: product.id, limit: 1, in: db).first.map(PictureView.init)
        availability = product.kind == .fixed ? try Availability(of: product, in: db) : nil
    }
}

/// A product with all a buyer needs to choose.
package struct ProductDetailView: View, Equatable {
    package let id: ID<Product>
    package let kind: Product.Kind
    package let category: ID<Category>?
    package let name: Texts
    package let description: Texts
    /// Name and description in the language asked for.
    package let title: String
    package let text: String
    /// Before options, in the currency asked for or all the shop sells in; empty where it isn't sold.
    package let prices: [Money]
    package let weightGrams: Int
    package let pictures: [PictureView]
    /// Of fixed products; what there is of a configurable one depends on its options: ask its check.
    package let availability: Availability?
    /// Of configurable products: the latest published one.
    package let model: ModelView?

    init(_ product: Product, _ shown: Showing, in db: any Transaction) throws {
        id = product.id
        kind = product.kind
        category = product.category
        name = product.name
        description = product.description
        title = product.name.text(in: shown.language)
        text = product.description.text(in: shown.language)
        prices = try shown.prices(of: product.id, in: db)
        weightGrams = product.weightGrams
        pictures = try Picture.hung(at: product.id, in: db).map(PictureView.init)
        availability = product.kind == .fixed ? try Availability(of: product, in: db) : nil
        model = try CompiledModels.find(product.id, version: nil, in: db).map {
            ModelView($0.version, $0.model, shown.currencies, try Picture.forOptions(of: product.id, in: db))
        }
    }
}

/// A configuration model as buyers see it: without what options are made of.
package struct ModelView: Codable, Hashable, Sendable {
    package let version: Int
    package let groups: [Group]
    package let rules: [ConfigurationModel.Rule]
    package let parameters: [ConfigurationModel.Parameter]
    package let packs: [Pack]

    package struct Group: Codable, Hashable, Sendable {
        package let id: ID<ConfigurationModel.Group>
        package let name: Texts
        package let minimum: Int
        package let maximum: Int
        package let options: [Option]
        package let `default`: [ID<ConfigurationModel.Option>]
        /// The option without which nothing of it can be taken.
        package let under: ID<ConfigurationModel.Option>?
    }

    /// Options that together cost something else than each by itself.
    package struct Pack: Codable, Hashable, Sendable {
        package let id: ID<ConfigurationModel.Pack>
        package let name: Texts
        package let options: [ID<ConfigurationModel.Option>]
        package let prices: [Money]
    }

    package struct Option: Codable, Hashable, Sendable {
        package let id: ID<ConfigurationModel.Option>
        package let name: Texts
        package let description: Texts?
        /// What it adds to the product's price, or takes off it.
        package let prices: [Money]
        /// A colour that stands for it, `#rrggbb`.
        package let swatch: Swatch?
        package let picture: Picture?
        /// The picture's place in the pile of what is chosen: higher lies on top.
        package let layer: Int?

        package struct Picture: Codable, Hashable, Sendable {
            /// Where its bytes are.
            package let path: String
            package let mediaType: String
        }
    }

    /// - Parameter hung: the pictures that hang at the product for its options.
    init(_ version: Int, _ model: CompiledModel, _ currencies: [Currency], _ hung: [HungPicture]) {
        let pictures = Dictionary(uniqueKeysWithValues: hung.map { ($0.picture, $0) })
        self.version = version
        rules = model.rules
        parameters = model.parameters
        packs = model.document.packs.map { pack in
            Pack(id: pack.id, name: pack.name, options: pack.options, prices: currencies.compactMap(pack.price))
        }
        groups = model.groups.map { group in
            let options = group.options.map { option in
                Option(
                    id: option.id, name: option.name, description: option.description,
                    prices: currencies.compactMap(option.price), swatch: option.swatch,
                    picture: option.picture.flatMap { pictures[$0] }.map {
                        Option.Picture(path: Picture.path(of: $0.picture), mediaType: $0.kind.rawValue)
                    },
                    layer: option.picture.map { _ in option.layer ?? ConfigurationModel.Option.lowestLayer })
            }
            return Group(
                id: group.id, name: group.name, minimum: group.minimum, maximum: group.maximum, options: options,
                default: group.default, under: group.under)
        }
    }
}

/// In what language and currencies products are shown, and on which day.
struct Showing: Sendable {
    let language: Language
    let currencies: [Currency]
    let day: Day

    /// In `currency` if the shop sells in it, or when it is left out in all that the shop sells in.
    init(_ language: Language?, _ currency: Currency?, on day: Day, in db: any Transaction) throws {
        self.language = language ?? .en
        let sold = try PricingSettings.find(in: db).currencies
        currencies = currency.map { wanted in sold.filter { $0 == wanted } } ?? sold
        self.day = day
    }

    func prices(of product: ID<Product>, in db: any Transaction) throws -> [Money] {
        try currencies.compactMap { try PriceList.price(of: product, currency: $0, on: day, in: db) }
    }
}
