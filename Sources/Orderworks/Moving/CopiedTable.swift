import Storage
import Values

/// One table as it is copied: read page by page in the order of its key.
struct CopiedTable: Sendable {
    let name: String
    let columns: [String]
    /// Places of the primary key's columns among `columns`.
    private let key: [Int]
    private let selects: [Bounds: Statement]
    private let deletes: [Bounds: Statement]
    private let firstPage: Statement
    private let nextPage: Statement
    private let insert: Statement

    typealias Row = [StoredValue]

    private static let pageRows = 1000
    /// A page ends behind the row that fills it.
    private static let pageBytes = 4_000_000

    /// Which rows of a key's order are meant.
    private struct Bounds: Hashable {
        let isAfter: Bool
        let isUpTo: Bool
    }

    /// - Parameter key: names of the primary key's columns, in its order.
    init(_ name: String, columns: [String], key: [String]) {
        self.name = name
        self.columns = columns
        self.key = key.compactMap { columns.firstIndex(of: $0) }
        let list = columns.joined(separator: ", ")
        let order = key.joined(separator: ", ")
        func range(_ bounds: Bounds) -> String {
            let limits = [(bounds.isAfter, ">", "after"), (bounds.isUpTo, "<=", "upTo")].filter(\.0)
            let conditions = limits.map { limit in
                "(\(order)) \(limit.1) (\(key.indices.map { "$\(limit.2)\($0)" }.joined(separator: ", ")))"
            }
            return conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        }
        let all = [false, true].flatMap { after in [false, true].map { Bounds(isAfter: after, isUpTo: $0) } }
        selects = Dictionary(uniqueKeysWithValues: all.map { bounds in
            (bounds, Statement("SELECT \(list) FROM \(name)\(range(bounds)) ORDER BY \(order)"))
        })
        deletes = Dictionary(uniqueKeysWithValues: all.map { bounds in
            (bounds, Statement("DELETE FROM \(name)\(range(bounds))"))
        })
        firstPage = Statement("SELECT \(list) FROM \(name) ORDER BY \(order) LIMIT \(Self.pageRows)")
        nextPage = Statement("""
            SELECT \(list) FROM \(name)\(range(Bounds(isAfter: true, isUpTo: false)))
            ORDER BY \(order) LIMIT \(Self.pageRows)
            """)
        insert = Statement("""
            INSERT INTO \(name) (\(list))
            SELECT \(list) FROM json_populate_recordset(CAST(NULL AS \(name)), CAST($rows AS JSON))
            """)
    }

    struct Page: Sendable {
        let rows: [Row]
        /// Its last row's key; nil when no row follows.
        let end: Row?
    }

    /// The page behind the key `last`, or the first one.
    func page(after last: Row?, in db: any Transaction) throws -> Page {
        var (rows, bytes) = ([Row](), 0)
        try db.rows(last == nil ? firstPage : nextPage, parameters(after: last, upTo: nil)) { row in
            rows.append(columns.indices.map { row.source.value(at: $0) })
            bytes += rows[rows.count - 1].reduce(0) { $0 + $1.size }
            return bytes < Self.pageBytes
        }
        let isLast = rows.count < Self.pageRows && bytes < Self.pageBytes
        return Page(rows: rows, end: isLast ? nil : rows.last.map { row in key.map { row[$0] } })
    }

    /// Makes the target's rows behind `last` and up to the page's end the page's; answers the rows as they are read
    /// back, and whether they were others before.
    func put(_ page: Page, after last: Row?, in db: any Transaction) throws -> (rows: [Row], isChanged: Bool) {
        let before = try rows(after: last, upTo: page.end, in: db)
        // By their bytes: to Swift, texts that only look the same are the same.
        if before.map({ $0.map(\.fingerprint) }) == page.rows.map({ $0.map(\.fingerprint) }) { return (before, false) }
        let bounds = Bounds(isAfter: last != nil, isUpTo: page.end != nil)
        if let delete = deletes[bounds] { try db.run(delete, parameters(after: last, upTo: page.end)) }
        if !page.rows.isEmpty { try db.run(insert, ["rows": json(page.rows)]) }
        return (try rows(after: last, upTo: page.end, in: db), true)
    }

    private func rows(after last: Row?, upTo end: Row?, in db: any Transaction) throws -> [Row] {
        guard let select = selects[Bounds(isAfter: last != nil, isUpTo: end != nil)] else { return [] }
        return try db.all(select, parameters(after: last, upTo: end)) { row in
            columns.indices.map { row.source.value(at: $0) }
        }
    }

    private func parameters(after last: Row?, upTo end: Row?) -> Parameters {
        let bounds = [("after", last), ("upTo", end)].flatMap { name, key in
            (key ?? []).enumerated().map { ("\(name)\($0)", AnyStored(stored: $1) as any Storable) }
        }
        return .of(bounds)
    }

    private func json(_ rows: [Row]) -> String {
        JSON.array(rows.map { row in
            JSON.object(JSON.Object(zip(columns, row).map { .init(name: $0, value: $1.json) }))
        }).text
    }
}

extension Parameters {
    /// There is no other way to make them than a literal. Two bounds of a key with up to three columns.
    fileprivate static func of(_ all: [(String, any Storable)]) -> Parameters {
        switch all.count {
        case 0: [:]
        case 1: [all[0].0: all[0].1]
        case 2: [all[0].0: all[0].1, all[1].0: all[1].1]
        case 3: [all[0].0: all[0].1, all[1].0: all[1].1, all[2].0: all[2].1]
        case 4: [all[0].0: all[0].1, all[1].0: all[1].1, all[2].0: all[2].1, all[3].0: all[3].1]
        case 6:
            [
                all[0].0: all[0].1, all[1].0: all[1].1, all[2].0: all[2].1, all[3].0: all[3].1, all[4].0: all[4].1,
                all[5].0: all[5].1,
            ]
        default: preconditionFailure("no table's key has \(all.count / 2) columns")
        }
    }
}

/// A value of any type, as it is.
private struct AnyStored: Storable {
    let stored: StoredValue

    init(stored: StoredValue) { self.stored = stored }
}

extension StoredValue {
    fileprivate var size: Int {
        switch self {
        case .null: 1
        case .integer: 8
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }

    /// As PostgreSQL takes it out of JSON for a column of this kind.
    fileprivate var json: JSON {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        case .bytes(let bytes): .string("\\x" + Digest.hex(bytes))
        }
    }

    /// For checksums: what tells every value from every other.
    var fingerprint: [UInt8] {
        switch self {
        case .null: [0]
        case .integer(let number): [1] + withUnsafeBytes(of: number.littleEndian) { Array($0) }
        case .text(let text): [2] + withUnsafeBytes(of: text.utf8.count) { Array($0) } + Array(text.utf8)
        case .bytes(let bytes): [3] + withUnsafeBytes(of: bytes.count) { Array($0) } + bytes
        }
    }
}
