import CPostgres
import Storage
import Values

/// Where the database is: a `postgresql://` address, as libpq knows it.
package struct PostgresTarget: Sendable {
    private let options: [String: String]

    /// For a server that is gone without a word: seconds, or milliseconds where the name says so.
    private static let patience = [
        "connect_timeout": "3", "tcp_user_timeout": "8000", "keepalives_idle": "5", "keepalives_interval": "2",
        "keepalives_count": "3",
    ]

    /// Why an address can't be used; fit to be shown, without its password.
    package struct Malformed: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter readsOnly: a replica will do.
    package init(_ address: String, readsOnly: Bool = false) throws(Malformed) {
        var fault: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(address, &fault) else {
            defer { PQfreemem(fault) }
            let reason = fault.map { String(cString: $0) } ?? "no memory"
            throw Malformed(description: reason.split(separator: "\n").joined(separator: " "))
        }
        defer { PQconninfoFree(parsed) }
        var options = Self.patience
        options["target_session_attrs"] = readsOnly ? "any" : "read-write"
        options["fallback_application_name"] = "orderworks"
        var place = parsed
        while let keyword = place.pointee.keyword {
            if let value = place.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            place += 1
        }
        options["client_encoding"] = "UTF8"
        self.options = options
    }

    /// Host, port and database, fit to be shown and logged.
    package var name: String {
        "postgresql://\(options["host"] ?? "")\(options["port"].map { ":\($0)" } ?? "")/\(options["dbname"] ?? "")"
    }

    var port: String { options["port"] ?? "5432" }

    /// Throws `PostgresFailure`.
    func connect() throws -> OpaquePointer {
        let pairs = options.sorted { $0.key < $1.key }
        let made = Self.lend(pairs.map(\.key)) { keys in
            Self.lend(pairs.map(\.value)) { values in PQconnectdbParams(keys, values, 0) }
        }
        guard let made else { throw PostgresFailure(state: "53200", message: "no memory") }
        guard PQstatus(made) == CONNECTION_OK else {
            defer { PQfinish(made) }
            let failure = PostgresFailure(result: nil, on: made)
            throw PostgresFailure(state: "08001", message: failure.message)
        }
        return made
    }

    /// A list of C strings that ends with null.
    private static func lend<Answer>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
    ) -> Answer {
        var bytes: [CChar] = []
        let starts = texts.map { text in
            defer { bytes += text.utf8CString }
            return bytes.count
        }
        return bytes.withUnsafeBufferPointer { memory in
            let addresses = starts.map { start in memory.baseAddress.map { $0 + start } } + [nil]
            return addresses.withUnsafeBufferPointer { list in
                guard let first = list.baseAddress else { preconditionFailure("an array with an element has none") }
                return body(first)
            }
        }
    }
}

/// How far the driver goes before it says no.
package struct PostgresLimits: Sendable {
    /// How long one closure may hold a connection.
    package let closure: Instant.Span
    /// Connections that write, and those that read: what is shown goes on while every commit waits for a replica.
    package let connections: Int
    package let readers: Int
    /// How many closures may wait for a connection, and how long.
    package let queue: Int
    package let wait: Instant.Span
    /// How often a transaction is begun that others stood in the way of.
    package let attempts: Int

    package init(
        closure: Instant.Span = .seconds(5), connections: Int = 12, readers: Int = 4,
        queue: Int = 4096, wait: Instant.Span = .seconds(5), attempts: Int = 40
    ) {
        self.closure = closure
        self.connections = connections
        self.readers = readers
        self.queue = queue
        self.wait = wait
        self.attempts = attempts
    }

    package static let standard = PostgresLimits()
}
