import CPostgres
import Storage

/// A statement's parameters in the form libpq takes them.
struct PostgresParameters {
    private let values: [StoredValue]

    /// Puts them in the order of `names`. Every parameter must be given, and no other.
    init(_ given: Parameters, for statement: NumberedStatement) throws {
        let names = statement.parameters
        guard given.count == names.count else {
            throw Self.mistake(statement, "takes the parameters \(names.joined(separator: ", ")), not \(given.count)")
        }
        if zip(given, names).allSatisfy({ $0.key == $1 }) {
            values = given.map(\.value.stored)
        } else {
            values = try names.map { name in
                guard let found = given.first(where: { $0.key == name }) else {
                    throw Self.mistake(statement, "needs the parameter \(name)")
                }
                return found.value.stored
            }
        }
        for case .text(let text) in values where text.utf8.contains(0) {
            throw Self.mistake(statement, "can't keep a text with the character U+0000")
        }
    }

    private static func mistake(_ statement: NumberedStatement, _ reason: String) -> StorageFailure {
        .other("'\(statement.text)' \(reason)")
    }

    /// Lends them as three arrays: addresses, lengths, and whether each is binary. Numbers go as text, because only the
    /// server knows how wide it wants them.
    func lend<Answer>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) throws -> Answer
    ) rethrows -> Answer {
        var store: [CChar] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        for value in values {
            let start = store.count
            switch value {
            case .null:
                starts.append(nil)
                formats.append(0)
            case .integer(let number):
                starts.append(start)
                store.append(contentsOf: "\(number)".utf8.lazy.map { CChar(bitPattern: $0) })
                formats.append(0)
            case .text(let text):
                starts.append(start)
                store.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
                formats.append(0)
            case .bytes(let bytes):
                starts.append(start)
                store.append(contentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
                formats.append(1)
            }
            lengths.append(Int32(store.count - start))
            store.append(0)
        }
        return try store.withUnsafeBufferPointer { memory in
            let addresses = starts.map { start in start.flatMap { offset in memory.baseAddress.map { $0 + offset } } }
            return try addresses.withUnsafeBufferPointer { addresses in
                try body(addresses.baseAddress, lengths, formats)
            }
        }
    }

    var count: Int32 { Int32(values.count) }
}
