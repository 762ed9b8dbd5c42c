import Values

/// Which page of a list is wanted: query parameters `limit` and `after`. An Input has a member `page: PageRequest`,
/// whose two parts stand in the query by their own names.
package struct PageRequest: Hashable, Sendable {
    package let limit: Int
    /// Where the last page ended: the `next` that came with it; nil asks for the first page.
    package let after: String?

    package static let usualLimit = 20
    package static let largestLimit = 100
    package static let cursorLengthLimit = 200

    package init(limit: Int = usualLimit, after: String? = nil) {
        precondition((1...Self.largestLimit).contains(limit), "a page has 1 to \(Self.largestLimit) items")
        self.limit = limit
        self.after = after
    }

    /// The cursor as an identifier, where a list runs by identifier. Throws `badCursor` when it is none.
    package func after<Of>(_ kind: ID<Of>.Type = ID<Of>.self) throws(Problem) -> ID<Of>? {
        guard let after else { return nil }
        guard let id = ID<Of>(after) else { throw Self.badCursor }
        return id
    }

    /// For a cursor that is none of ours.
    package static let badCursor = Problem.invalidInput([Problem.Fault("query:after", "is no cursor of this list")])

    /// Cuts what was read with `limit + 1` down to a page, and tells by the one too many whether there is another;
    /// `cursor` says where the page ended.
    package func page<Row, Shown: View>(
        _ rows: [Row], cursor: (Row) -> String, show: (Row) throws -> Shown
    ) rethrows -> Page<Shown> {
        let shown = rows.prefix(limit)
        return Page(try shown.map(show), next: rows.count > limit ? shown.last.map(cursor) : nil)
    }
}

extension PageRequest: SchemaDeclaring {
    package static let schema = Schema.object([
        .optional("limit", .integer(1...Int64(largestLimit)).described("How many at most; \(usualLimit) unless said.")),
        .optional("after", .string(1...cursorLengthLimit).described("The `next` of the page before.")),
    ])

    private enum Key: String, CodingKey { case limit, after }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let limit = try container.decodeIfPresent(Int.self, forKey: .limit) ?? Self.usualLimit
        guard (1...Self.largestLimit).contains(limit) else {
            throw Malformed("a page has 1 to \(Self.largestLimit) items")
        }
        self.limit = limit
        after = try container.decodeIfPresent(String.self, forKey: .after)
    }
}
