import CPostgres
import Storage

/// The rows that a statement answered, in libpq's memory; stands on one of them.
final class PostgresRows: RowSource {
    private let result: OpaquePointer
    private let columns: [String]
    private let types: [Oid]
    private var expected = 0
    private var row: Int32 = -1
    let count: Int32

    /// Takes `result` over.
    init(_ result: OpaquePointer) {
        self.result = result
        count = PQntuples(result)
        let width = PQnfields(result)
        columns = (0..<width).map { String(cString: PQfname(result, $0)) }
        types = (0..<width).map { PQftype(result, $0) }
    }

    deinit { PQclear(result) }

    /// How many rows a statement changed: its tag says `UPDATE 3`, and of a reading one `SELECT 3`.
    static func changes(_ result: OpaquePointer) -> Int {
        guard PQcmdStatus(result).pointee != CChar(bitPattern: UInt8(ascii: "S")) else { return 0 }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// How many rows a joined statement changed for each row it was given.
    static func changedRows(_ result: OpaquePointer) -> [JoinedStatement.Row: Int] {
        func number(_ row: Int32, _ column: Int32) -> Int {
            Int(UnsafeRawBufferPointer(
                start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column))
            ).bigEndian(Int32.self))
        }
        return (0..<PQntuples(result)).reduce(into: [:]) { counts, row in
            counts[.init(part: number(row, 0), number: number(row, 1)), default: 0] += 1
        }
    }

    /// Goes to the next row; false at the end.
    func step() -> Bool {
        row += 1
        expected = 0
        return row < count
    }

    func position(of column: String) throws -> Int {
        if expected < columns.count, columns[expected] == column {
            expected += 1
            return expected - 1
        }
        guard let found = columns.firstIndex(of: column) else {
            throw StorageFailure.other("an answer of \(columns.joined(separator: ", ")) has no column \(column)")
        }
        expected = found + 1
        return found
    }

    func value(at position: Int) -> StoredValue {
        let column = Int32(position)
        if PQgetisnull(result, row, column) != 0 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return switch types[position] {
        case PostgresType.bigint: .integer(bytes.bigEndian(Int64.self))
        case PostgresType.integer: .integer(Int64(bytes.bigEndian(Int32.self)))
        case PostgresType.smallint: .integer(Int64(bytes.bigEndian(Int16.self)))
        case PostgresType.boolean: .integer(bytes.first == 1 ? 1 : 0)
        case PostgresType.bytea: .bytes(Array(bytes))
        case PostgresType.numeric: Self.numeric(bytes)
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// A sum of `BIGINT`s is a `NUMERIC`: four digits to each pair of bytes, behind how many, the weight of the first,
    /// the sign and the decimals. One that is no whole number of 64 bits reads as text, which no type of ours takes for
    /// a number.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> StoredValue {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            UnsafeRawBufferPointer(rebasing: bytes[place...]).bigEndian(Int16.self)
        }
        guard words.count >= 4 else { return .text("a broken number") }
        let (weight, isNegative) = (Int(words[1]), words[2] == 0x4000)
        var number: Int64 = 0
        for place in 0...max(weight, 0) {
            let digits = place <= weight && place + 4 < words.count ? Int64(words[place + 4]) : 0
            let (grown, isTooLarge) = number.multipliedReportingOverflow(by: 10_000)
            let (sum, overflow) = grown.addingReportingOverflow(isNegative ? -digits : digits)
            if isTooLarge || overflow { return .text("a number of more than 64 bits") }
            number = sum
        }
        let isWhole = words.count <= 4 + max(weight + 1, 0)
        return isWhole ? .integer(number) : .text("a fraction")
    }
}

/// Numbers of PostgreSQL's own types: `SELECT oid, typname FROM pg_type`.
enum PostgresType {
    static let boolean: Oid = 16
    static let bytea: Oid = 17
    static let bigint: Oid = 20
    static let smallint: Oid = 21
    static let integer: Oid = 23
    static let text: Oid = 25
    static let numeric: Oid = 1700

    /// How an array of such values is spelt; nil of those the shop keeps no arrays of.
    static func arrayName(_ type: Oid) -> String? {
        switch type {
        case bigint: "bigint[]"
        case text: "text[]"
        case bytea: "bytea[]"
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(as: Number.self))
    }
}
