import GRDBSQLite
import Storage

/// A statement as one connection has prepared it, and the row it stands on.
final class PreparedStatement: RowSource {
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private let texts: BoundTexts
    private let parameters: [String]
    private let columns: [String]
    private var expected = 0
    var isLent = false

    /// Tells SQLite to copy what is bound before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    /// Tells SQLite that what is bound stays there until the statement is reset.
    private static let kept: sqlite3_destructor_type? = nil

    init(_ statement: Statement, on connection: OpaquePointer, _ texts: BoundTexts, isKept: Bool) throws {
        var made: OpaquePointer?
        let text = Dialect.sqlite.spell(statement.text)
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(connection, text, -1, flags, &made, nil)
        guard code == SQLITE_OK, let made else { throw StorageFailure(on: connection, running: text) }
        handle = made
        self.connection = connection
        self.texts = texts
        parameters = (0..<sqlite3_bind_parameter_count(made)).map { place in
            sqlite3_bind_parameter_name(made, place + 1).map { String(cString: $0 + 1) } ?? "?"
        }
        columns = (0..<sqlite3_column_count(made)).map { String(cString: sqlite3_column_name(made, $0)) }
    }

    func finalize() { sqlite3_finalize(handle) }

    var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    /// Goes to the next row; false at the end.
    func step() throws -> Bool {
        expected = 0
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StorageFailure(on: connection, running: String(cString: sqlite3_sql(handle)))
        }
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds by position where the names agree, else by name. Every parameter must be given, and no other.
    func bind(_ given: Parameters) throws {
        guard given.count == parameters.count else {
            throw mistake("takes the parameters \(parameters.joined(separator: ", ")), not \(given.count)")
        }
        var searched = 0
        for place in 0..<given.count {
            let (name, value) = given[place]
            if parameters[place] == name {
                try bind(value.stored, at: Int32(place + 1))
            } else if let found = parameters.firstIndex(of: name) {
                searched += 1
                try bind(value.stored, at: Int32(found + 1))
            } else {
                throw mistake("has no parameter \(name)")
            }
        }
        // As many as there are, each of them known: they are all bound unless one is given twice.
        if searched > 0, Set(given.map(\.key)).count != given.count { throw mistake("is given a parameter twice") }
    }

    private func bind(_ value: StoredValue, at place: Int32) throws {
        let code = switch value {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let number): sqlite3_bind_int64(handle, place, number)
        case .text(var text): text.withUTF8 { bind($0, at: place) }
        case .bytes(let bytes):
            bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, place, 0)
                : sqlite3_bind_blob64(handle, place, bytes, UInt64(bytes.count), Self.transient)
        }
        guard code == SQLITE_OK else { throw StorageFailure(on: connection, running: "bind \(place)") }
    }

    private func bind(_ utf8: UnsafeBufferPointer<UInt8>, at place: Int32) -> Int32 {
        utf8.withMemoryRebound(to: CChar.self) { characters in
            // Without an address SQLite would bind null.
            guard let start = characters.baseAddress else {
                return sqlite3_bind_text(handle, place, "", 0, Self.transient)
            }
            let count = UInt64(characters.count)
            guard let kept = texts.copy(characters) else {
                return sqlite3_bind_text64(handle, place, start, count, Self.transient, UInt8(SQLITE_UTF8))
            }
            return sqlite3_bind_text64(handle, place, kept, count, Self.kept, UInt8(SQLITE_UTF8))
        }
    }

    func position(of column: String) throws -> Int {
        if expected < columns.count, columns[expected] == column {
            expected += 1
            return expected - 1
        }
        guard let found = columns.firstIndex(of: column) else { throw mistake("has no column \(column)") }
        expected = found + 1
        return found
    }

    func value(at position: Int) -> StoredValue {
        let column = Int32(position)
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_BLOB:
            let bytes = sqlite3_column_blob(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: bytes, count: count)))
        default:
            // A real number comes as its text: no type of ours reads one.
            let text = sqlite3_column_text(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        }
    }

    private func mistake(_ reason: String) -> StorageFailure {
        .other("'\(String(cString: sqlite3_sql(handle)))' \(reason)")
    }
}
