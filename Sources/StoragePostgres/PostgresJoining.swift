import CPostgres
import Storage

/// One statement made of several that were sent beside each other: a data-modifying `WITH` of them, in which the rows
/// of one and the same statement are arrays (https://www.postgresql.org/docs/15/queries-with.html). The server carries
/// out one such statement for half of what it takes to carry out its parts.
struct JoinedStatement {
    /// What tells one from another; there are few in a program, however many rows they are of.
    struct Part: Hashable {
        let statement: Int
        /// For several rows, given as arrays.
        let isMany: Bool
        /// Its answer names each row it changed.
        let isCounted: Bool
    }

    /// Of a part, counted from 0; numbers of rows count from 1.
    struct Row: Hashable {
        let part: Int
        let number: Int
    }

    let name: PreparedName
    let text: String

    /// - Parameter types: of the parameters of each part's statement, in their order.
    init(_ parts: [(part: Part, statement: Statement, types: [Oid])], name: PreparedName) throws {
        var first = 1
        var texts = try parts.map { part, statement, types in
            defer { first += types.count }
            return part.isMany
                ? try Self.ofMany(statement, types, from: first, isCounted: part.isCounted)
                : NumberedStatement(statement, from: first).text + (part.isCounted ? " RETURNING 1 AS row" : "")
        }
        let counted = parts.indices.filter { parts[$0].part.isCounted }
        let last = counted.isEmpty
            ? texts.removeLast()
            : counted.map { "SELECT \($0) AS part, CAST(row AS INTEGER) AS row FROM j\($0)" }
                .joined(separator: " UNION ALL ")
        let named = texts.enumerated().map { "j\($0) AS (\($1))" }.joined(separator: ", ")
        self.name = name
        text = named.isEmpty ? last : "WITH \(named) \(last)"
    }

    /// The statement for all rows of arrays, which are its parameters: `VALUES (…)` becomes a select from them, and an
    /// update looks up what they name.
    private static func ofMany(
        _ statement: Statement, _ types: [Oid], from first: Int, isCounted: Bool
    ) throws -> String {
        let arrays = try types.enumerated().map { place, type in
            guard let name = PostgresType.arrayName(type) else {
                throw StorageFailure.other("'\(statement)' can't be joined: a parameter has the type \(type)")
            }
            return "$\(first + place)::\(name)"
        }
        let columns = types.indices.map { "given_\($0)" } + (isCounted ? ["row"] : [])
        let given = "FROM unnest(\(arrays.joined(separator: ", ")))\(isCounted ? " WITH ORDINALITY" : "") "
            + "AS given (\(columns.joined(separator: ", ")))"
        let text = NumberedStatement(statement) { "given.given_\($0)" }.text
        if text.hasPrefix("UPDATE "), let condition = text.firstRange(of: "WHERE ") {
            return text[..<condition.lowerBound] + given + " " + text[condition.lowerBound...]
                + (isCounted ? " RETURNING given.row" : "")
        }
        guard !isCounted, let values = text.firstRange(of: "VALUES ("), let end = closing(text[values.upperBound...])
        else { throw StorageFailure.other("'\(statement)' can't be joined") }
        return text[..<values.lowerBound] + "SELECT " + text[values.upperBound..<end] + " " + given
            + text[text.index(after: end)...]
    }

    /// Where the parenthesis closes that was opened before `text`.
    private static func closing(_ text: Substring) -> String.Index? {
        var depth = 1
        for place in text.indices {
            switch text[place] {
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            if depth == 0 { return place }
        }
        return nil
    }
}
