import CPostgres
import Storage

/// A statement's parameters in the form libpq takes them.
struct PostgresParameters {
    fileprivate enum Value {
        case one(StoredValue)
        /// Values of one parameter for several rows, and their type.
        case each([StoredValue], Oid)
    }

    private let values: [Value]

    /// Puts them in the order of `names`. Every parameter must be given, and no other.
    init(_ given: Parameters, for statement: NumberedStatement) throws {
        values = try Self.ordered(given, for: statement).map { .one($0) }
    }

    /// Those of several parts behind one another. A part of several rows has an array for each parameter.
    init(joining parts: [(rows: [[StoredValue]], types: [Oid], isMany: Bool)]) throws {
        values = try parts.flatMap { rows, types, isMany in
            guard isMany else { return rows[0].map { Value.one($0) } }
            return try types.enumerated().map { place, type in
                let column = rows.map { $0[place] }
                guard column.allSatisfy({ Self.fits($0, type) }) else {
                    throw StorageFailure.other("\(column) are no values of the type \(type)")
                }
                return .each(column, type)
            }
        }
    }

    /// In the order of the statement's names.
    static func ordered(_ given: Parameters, for statement: NumberedStatement) throws -> [StoredValue] {
        let names = statement.parameters
        guard given.count == names.count else {
            throw mistake(statement, "takes the parameters \(names.joined(separator: ", ")), not \(given.count)")
        }
        let values: [StoredValue]
        if zip(given, names).allSatisfy({ $0.key == $1 }) {
            values = given.map(\.value.stored)
        } else {
            values = try names.map { name in
                guard let found = given.first(where: { $0.key == name }) else {
                    throw mistake(statement, "needs the parameter \(name)")
                }
                return found.value.stored
            }
        }
        for case .text(let text) in values where text.utf8.contains(0) {
            throw mistake(statement, "can't keep a text with the character U+0000")
        }
        return values
    }

    private static func fits(_ value: StoredValue, _ type: Oid) -> Bool {
        switch value {
        case .null: true
        case .integer: type == PostgresType.bigint
        case .text: type == PostgresType.text
        case .bytes: type == PostgresType.bytea
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
        var store: [UInt8] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        for value in values {
            let start = store.count
            switch value {
            case .one(.null): starts.append(nil)
            case .one(let value):
                starts.append(start)
                value.append(to: &store)
            case .each(let values, let type):
                starts.append(start)
                Self.append(values, type, to: &store)
            }
            formats.append(value.isBinary ? 1 : 0)
            lengths.append(Int32(store.count - start))
            store.append(0)
        }
        return try store.withUnsafeBytes { memory in
            let memory = memory.assumingMemoryBound(to: CChar.self)
            let addresses = starts.map { start in start.flatMap { offset in memory.baseAddress.map { $0 + offset } } }
            return try addresses.withUnsafeBufferPointer { addresses in
                try body(addresses.baseAddress, lengths, formats)
            }
        }
    }

    var count: Int32 { Int32(values.count) }

    /// As the server's `array_recv` reads it: dimensions, whether any is null, the type, then how many from which
    /// number on; each value behind its length, in its binary form.
    private static func append(_ values: [StoredValue], _ type: Oid, to store: inout [UInt8]) {
        for word in [1, values.contains(.null) ? 1 : 0, Int32(bitPattern: type), Int32(values.count), 1] {
            store.append(bigEndian: word)
        }
        for value in values {
            switch value {
            case .null: store.append(bigEndian: Int32(-1))
            case .integer(let number):
                store.append(bigEndian: Int32(8))
                store.append(bigEndian: number)
            case .text(let text):
                store.append(bigEndian: Int32(text.utf8.count))
                store.append(contentsOf: text.utf8)
            case .bytes(let bytes):
                store.append(bigEndian: Int32(bytes.count))
                store.append(contentsOf: bytes)
            }
        }
    }
}

extension PostgresParameters.Value {
    fileprivate var isBinary: Bool {
        switch self {
        case .one(.bytes), .each: true
        case .one: false
        }
    }
}

extension StoredValue {
    fileprivate func append(to store: inout [UInt8]) {
        switch self {
        case .null: break
        case .integer(let number): store.append(contentsOf: "\(number)".utf8)
        case .text(let text): store.append(contentsOf: text.utf8)
        case .bytes(let bytes): store.append(contentsOf: bytes)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
