import Values
import Web

/// What a visitor has chosen of a product, as it stands in an address and in a form: `choice=paint-red`, and the value
/// of a parameter `choice=length=180`.
struct Selection: Sendable {
    /// Choices as the API takes them, each once, in the order they were sent.
    let options: [String]

    /// A group of which one option is taken has a field of its own, since a browser lets one of each name be chosen.
    static let prefix = "group-"
    static let field = "choice"
    /// A parameter has a field of its own; what it is without the buyer's saying so stands in another one.
    static let valuePrefix = "value-"
    static let usualPrefix = "usual-"

    init(_ fields: Fields) {
        var seen = Set<String>()
        let names = fields.names.filter { $0 == Self.field || $0.hasPrefix(Self.prefix) }
        let all = names.reduce(into: [String]()) { all, name in
            if !all.contains(name) { all.append(name) }
        }.flatMap(fields.all)
        options = (all + Self.values(fields)).filter { seen.insert($0).inserted }
    }

    /// What is typed into fields of parameters; one left as it was is no choice.
    private static func values(_ fields: Fields) -> [String] {
        fields.names.filter { $0.hasPrefix(valuePrefix) }.compactMap { name in
            let parameter = name.dropFirst(valuePrefix.count)
            guard let text = fields[name]?.trimmingPrefix(" "), !text.isEmpty,
                  text != fields["\(usualPrefix)\(parameter)"] ?? "" else { return nil }
            return "\(parameter)=\(text)"
        }
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

    /// The options alone.
    var withoutValues: Selection { Selection(options.filter { !$0.contains("=") }) }

    func without(_ option: String) -> Selection { Selection(options.filter { $0 != option }) }
}
