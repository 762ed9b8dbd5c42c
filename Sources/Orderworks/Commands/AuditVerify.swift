import Logging
import People
import Storage
import Values

/// `orderworks audit verify`: follows the audit book's chain from its first row to its last.
struct AuditVerify: Command {
    static let name = "audit verify"
    static let sentence = """
        Follows the audit book's chain of hashes from its first row to its last, beside the running server too; exit \
        code 0 when it holds, 1 when a row was altered, taken out or put in.
        """
    static let settings: [any DeclaredSetting] = [Known.data, Known.database, Known.settings]

    /// A book of years takes minutes to read.
    private static let limit = Instant.Span.hours(6)

    func run(_ settings: Settings) async throws -> ExitCode {
        let place = DataFolder(settings).database
        guard !place.isMissing else {
            Program.complain(["There is no database at \(place.name)."])
            return .misused
        }
        let database = try place.openToLook(within: Self.limit, log: Program.log(.warning))
        let found = try await database.read { db in
            (broken: try Audit.verify(in: db), rows: try Audit.count(in: db))
        }
        await database.close()
        if let broken = found.broken {
            Program.say("broken: \(broken)")
            return .failed
        }
        Program.say("holds: \(found.rows) rows")
        return .done
    }
}
