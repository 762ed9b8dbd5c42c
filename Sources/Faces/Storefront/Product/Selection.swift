import Values
import Web

/// What a visitor has chosen of a product, as it stands in an address and in a form: `choice=paint-red`.
struct Selection: Sendable {
    /// Option ids, each once, in the order they were sent.
    let options: [String]

    /// A group of which one option is taken has a field of its own, since a browser lets one of each name be chosen.
    static let prefix = "group-"
    static let field = "choice"

    init(_ fields: Fields) {
        var seen = Set<String>()
        let names = fields.names.filter { $0 == Self.field || $0.hasPrefix(Self.prefix) }
        let all = names.reduce(into: [String]()) { all, name in
            if !all.contains(name) { all.append(name) }
        }.flatMap(fields.all)
        options = all.filter { seen.insert($0).inserted }
    }

    init(_ options: [String]) { self.options = options }

    /// As the API takes it.
    var json: JSON { .array(options.map(JSON.string)) }

    /// As a query: `choice=paint-red&choice=wheels-18`.
    var query: String { Fields(options.map { (name: Self.field, value: $0) }).query }

    /// The page of the product with this chosen.
    func address(of product: String) -> String {
        let path = "/products/\(Percent.encoded(product))"
        return options.isEmpty ? path : "\(path)?\(query)"
    }

    func with(_ option: String) -> Selection { Selection(options.filter { $0 != option } + [option]) }

    func without(_ option: String) -> Selection { Selection(options.filter { $0 != option }) }
}
