import Values
import Web

/// `{"kind": "percentage", "rate": "10"}` or `{"kind": "amount", "amount": {…}}`.
extension Discount.Effect: Codable, SchemaDeclaring {
    package static let schema = Schema.oneOf(tag: "kind", [
        Schema.Variant("percentage", [.required("rate", Percentage.schema)]),
        Schema.Variant("amount", [.required("amount", Money.schema)]),
    ])

    private enum Key: String, CodingKey { case kind, rate, amount }
    private enum Kind: String, Codable, CaseIterable { case percentage, amount }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self = switch try container.decode(Kind.self, forKey: .kind) {
        case .percentage: .percentage(try container.decode(Percentage.self, forKey: .rate))
        case .amount: .amount(try container.decode(Money.self, forKey: .amount))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .percentage(let rate):
            try container.encode(Kind.percentage, forKey: .kind)
            try container.encode(rate, forKey: .rate)
        case .amount(let amount):
            try container.encode(Kind.amount, forKey: .kind)
            try container.encode(amount, forKey: .amount)
        }
    }
}

/// `{"kind": "all"}`, `{"kind": "product", "product": "roof-box"}` or `{"kind": "category", "category": "cars"}`.
extension Discount.Eligible: Codable, SchemaDeclaring {
    package static let schema = Schema.oneOf(tag: "kind", [
        Schema.Variant("all"),
        Schema.Variant("product", [.required("product", ID<Product>.schema)]),
        Schema.Variant("category", [.required("category", ID<Category>.schema)]),
    ])

    private enum Key: String, CodingKey { case kind, product, category }
    private enum Kind: String, Codable, CaseIterable { case all, product, category }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self = switch try container.decode(Kind.self, forKey: .kind) {
        case .all: .all
        case .product: .product(try container.decode(ID<Product>.self, forKey: .product))
        case .category: .category(try container.decode(ID<Category>.self, forKey: .category))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .all: try container.encode(Kind.all, forKey: .kind)
        case .product(let product):
            try container.encode(Kind.product, forKey: .kind)
            try container.encode(product, forKey: .product)
        case .category(let category):
            try container.encode(Kind.category, forKey: .kind)
            try container.encode(category, forKey: .category)
        }
    }
}
