import GRDB
import GRDBSQLite
import Storage

extension StorageFailure {
    /// What the connection's last call failed with.
    init(on connection: OpaquePointer, running text: String) {
        self.init(
            code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)),
            running: text)
    }

    init(_ error: DatabaseError) {
        self.init(
            code: error.extendedResultCode.rawValue, message: error.message ?? "\(error.resultCode)",
            running: error.sql ?? "")
    }

    /// Result codes: https://www.sqlite.org/rescode.html
    private init(code: Int32, message: String, running text: String) {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT:
            // "UNIQUE constraint failed: product.name"
            let name = message.split(separator: ": ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
            self = .constraint(Self.constraint(code), name: name)
        case SQLITE_INTERRUPT: self = .tookTooLong
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_NOMEM:
            self = .medium("\(message) (\(code))")
        default: self = .other(text.isEmpty ? "\(message) (\(code))" : "\(message) (\(code)) in '\(text)'")
        }
    }

    private static func constraint(_ code: Int32) -> Constraint {
        // The extended codes are macros with arithmetic, which Swift doesn't import: SQLITE_CONSTRAINT | (n << 8).
        switch code >> 8 {
        case 8, 6, 10: .unique
        case 3: .foreignKey
        case 1, 7: .check
        case 5: .notNull
        default: .other
        }
    }
}
