import CPostgres
import Storage

/// What a call of libpq failed with: https://www.postgresql.org/docs/15/errcodes-appendix.html
struct PostgresFailure: Error {
    /// Five characters; empty when the server said nothing.
    let state: String
    let message: String
    /// The constraint, or else the column, that said no.
    let name: String

    init(state: String, message: String, name: String = "") {
        self.state = state
        self.message = message
        self.name = name
    }

    init(result: OpaquePointer?, on connection: OpaquePointer) {
        func field(_ code: Character) -> String? {
            result.flatMap { PQresultErrorField($0, Int32(code.asciiValue ?? 0)) }.map { String(cString: $0) }
        }
        state = field("C") ?? ""
        let text = field("M") ?? String(cString: PQerrorMessage(connection))
        message = text.split(separator: "\n").joined(separator: " ")
        name = field("n") ?? [field("t"), field("c")].compactMap { $0 }.joined(separator: ".")
    }

    /// Two transactions stood in each other's way; one of them has to come again.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// This connection leads to no server that writes: it is gone, going, or was made a replica.
    var isLoss: Bool {
        switch state {
        case "", "57P01", "57P02", "57P03", "57P05", "25006", "25P03": true
        // It knows other statements than we think.
        case "26000", "42P05": true
        default: state.hasPrefix("08")
        }
    }

    /// The statement says what ran; empty where none did.
    func asStorageFailure(running text: String) -> StorageFailure {
        switch state {
        case "23505": .constraint(.unique, name: name)
        case "23503": .constraint(.foreignKey, name: name)
        case "23514": .constraint(.check, name: name)
        case "23502": .constraint(.notNull, name: name)
        case "57014": .tookTooLong
        case "53300": .unreachable(message)
        case _ where isLoss: .unreachable(message)
        case _ where state.hasPrefix("23"): .constraint(.other, name: name)
        case _ where state.hasPrefix("53") || state.hasPrefix("58") || state.hasPrefix("XX"):
            .medium("\(message) (\(state))")
        default: .other(text.isEmpty ? "\(message) (\(state))" : "\(message) (\(state)) in '\(text)'")
        }
    }
}
