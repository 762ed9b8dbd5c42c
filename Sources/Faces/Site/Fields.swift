import Values
import Web

/// The fields of a form or of a query, in the order they were sent; a name may come several times.
struct Fields: Sendable {
    private let fields: [(name: String, value: String)]

    /// More are not read.
    static let limit = 500

    /// `application/x-www-form-urlencoded`, which is how a query is written too. What can't be read is left out.
    init(_ text: some StringProtocol) {
        fields = text.split(separator: "&", maxSplits: Self.limit).prefix(Self.limit).compactMap { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Percent.decoded(halves[0], plusIsSpace: true), !name.isEmpty,
                  let value = halves.count > 1 ? Percent.decoded(halves[1], plusIsSpace: true) : "" else { return nil }
            return (name, value)
        }
    }

    init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// The first of that name, without blanks at its ends; nil when it is missing or empty.
    subscript(name: String) -> String? {
        let text = fields.first { $0.name == name }?.value.trimmed ?? ""
        return text.isEmpty ? nil : text
    }

    /// All of that name that aren't empty.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    var names: [String] { fields.map(\.name) }

    var isEmpty: Bool { fields.isEmpty }

    /// As a query, without what is empty: `q=roof+box&page=2`, percent-encoded.
    var query: String {
        fields.filter { !$0.value.isEmpty }
            .map { "\(Percent.encoded($0.name))=\(Percent.encoded($0.value))" }.joined(separator: "&")
    }

    /// The same with another value for `name`, or without it.
    func with(_ name: String, _ value: String?) -> Fields {
        Fields(fields.filter { $0.name != name } + (value.map { [(name, $0)] } ?? []))
    }
}

extension String {
    /// Without blanks and line ends at its ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
