import CPostgres
import Dispatch
import Storage
import Values

/// One connection, always in pipeline mode: what is sent together takes one round trip.
///
/// Blocking, and for one thread at a time: its line's queue sees to both.
final class PostgresConnection {
    /// More than the program's own statements, so that only statements made on the way push each other out.
    static let preparedLimit = 1024

    private let handle: OpaquePointer
    private let limits: PostgresLimits
    private var prepared: Set<Int> = []
    private var numbered: [Int: NumberedStatement] = [:]
    private var deadline = UInt64.max
    /// Sent in front of the transaction's first statement.
    private var beginning: String?
    /// Sent in front of its next statement, or of COMMIT.
    private var unsent: [(Statement, Parameters)] = []
    /// More would fill the socket's buffers while the server waits for its answers to be read.
    private static let unsentLimit = 32
    private var isOpen = false
    private let warnings = Warnings()

    /// What went wrong first in this transaction, whatever its closure made of it.
    private(set) var trouble: PostgresFailure?

    /// Connects, and sees that the server is one orders can be left to. Throws `PostgresFailure` or `StorageFailure`.
    init(_ target: PostgresTarget, limits: PostgresLimits) throws {
        handle = try target.connect()
        self.limits = limits
        PQsetNoticeReceiver(handle, { context, _ in
            guard let context else { return }
            Unmanaged<Warnings>.fromOpaque(context).takeUnretainedValue().count += 1
        }, Unmanaged.passUnretained(warnings).toOpaque())
        try setUp()
        guard PQenterPipelineMode(handle) == 1 else { throw PostgresFailure(result: nil, on: handle) }
    }

    deinit { PQfinish(handle) }

    private final class Warnings { var count = 0 }

    /// Whether nothing can be asked of it any more.
    var isLost: Bool { PQstatus(handle) != CONNECTION_OK || trouble?.isLoss == true }

    var isLate: Bool { deadline != .max && DispatchTime.now().uptimeNanoseconds > deadline }

    /// The next statement begins a transaction.
    func begin(_ mode: PostgresMode) {
        beginning = mode.begin
        unsent = []
        trouble = nil
        isOpen = false
        deadline = DispatchTime.now().uptimeNanoseconds + UInt64(limits.closure.milliseconds) * 1_000_000
    }

    /// Takes the one turn that transactions have which had to give way, on all servers of the database; waits for it.
    func takeTurn() throws { try control("SELECT pg_advisory_lock(\(PostgresLock.turn))") }

    func leaveTurn() throws { try control("SELECT pg_advisory_unlock(\(PostgresLock.turn))") }

    private func control(_ text: String) throws { try roundTrip([.text(text)]).forEach { PQclear($0) } }

    /// What became of a commit.
    enum Commit { case done, undone, unknown }

    /// Throws what the server refused it with; then nothing was kept.
    func commit() throws -> Commit {
        defer { deadline = .max }
        guard isOpen || !unsent.isEmpty else { return .done }
        let before = warnings.count
        do {
            let result = try ask([], then: .text("COMMIT"))[0]
            defer { PQclear(result) }
            isOpen = false
            if String(cString: PQcmdStatus(result)) != "COMMIT" { return .undone }
            // It waited for a replica and was told to stop waiting.
            return warnings.count == before ? .done : .unknown
        } catch let failure as PostgresFailure where failure.isLoss {
            return .unknown
        }
    }

    func rollBack() throws {
        deadline = .max
        (beginning, unsent) = (nil, [])
        guard isOpen else { return }
        isOpen = false
        try control("ROLLBACK")
    }

    /// Leaves a change for the next round trip.
    func send(_ statement: Statement, _ parameters: Parameters) throws {
        unsent.append((statement, parameters))
        if unsent.count >= Self.unsentLimit { try run([]).forEach { PQclear($0) } }
    }

    /// Runs statements one after the other in one round trip, as far as the first that fails.
    func run(_ statements: [(Statement, Parameters)]) throws -> [OpaquePointer] {
        if isLate { throw StorageFailure.tookTooLong }
        do {
            return try ask(statements)
        } catch let failure as PostgresFailure {
            throw failure.asStorageFailure(running: statements.count == 1 ? statements[0].0.text : "")
        }
    }

    /// One round trip with all that is unsent in front of it; answers the results of `statements` and of `last`.
    private func ask(
        _ statements: [(Statement, Parameters)], then last: Command? = nil
    ) throws -> [OpaquePointer] {
        if numbered.count + unsent.count + statements.count > Self.preparedLimit { try forgetPrepared() }
        var sent: [Command] = []
        if let beginning { sent.append(.text(beginning)) }
        var wanted: [Int] = []
        let first = unsent.count
        for (place, (statement, given)) in (unsent + statements).enumerated() {
            let numbered = number(statement)
            if !prepared.contains(statement.number), !sent.contains(where: { $0.prepares(statement.number) }) {
                sent.append(.prepare(statement.number, numbered.text))
            }
            if place >= first { wanted.append(sent.count) }
            sent.append(.execute(statement.number, try PostgresParameters(given, for: numbered)))
        }
        unsent = []
        if let last {
            wanted.append(sent.count)
            sent.append(last)
        }
        if beginning != nil { (isOpen, beginning) = (true, nil) }
        do {
            let results = try roundTrip(sent)
            for (place, result) in results.enumerated() where !wanted.contains(place) { PQclear(result) }
            return wanted.map { results[$0] }
        } catch let failure as PostgresFailure {
            if trouble == nil { trouble = failure }
            throw failure
        }
    }

    private func forgetPrepared() throws {
        do {
            try control("DEALLOCATE ALL")
        } catch let failure as PostgresFailure {
            if trouble == nil { trouble = failure }
            throw failure
        }
        (numbered, prepared) = ([:], [])
    }

    private func number(_ statement: Statement) -> NumberedStatement {
        if let known = numbered[statement.number] { return known }
        let made = NumberedStatement(statement)
        numbered[statement.number] = made
        return made
    }

    /// Makes the schema that the address names, as by `options=-csearch_path%3Dshop`, when there is none.
    func makeSchema() throws {
        try control("""
            DO $body$ BEGIN
                IF current_schema() IS NULL THEN
                    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I',
                        split_part(current_setting('search_path'), ',', 1));
                END IF;
            -- Another server was making it.
            EXCEPTION WHEN unique_violation OR duplicate_schema THEN NULL;
            END $body$
            """)
    }

    /// What the server's settings of these names are.
    func settings(_ names: [String]) throws -> [String: String] {
        var settings: [String: String] = [:]
        for name in names {
            let rows = PostgresRows(try roundTrip([.text("SHOW \(name)")])[0])
            if rows.step(), case .text(let value) = rows.value(at: 0) { settings[name] = value }
        }
        return settings
    }

    private enum Command {
        case text(String)
        case prepare(Int, String)
        case execute(Int, PostgresParameters)

        func prepares(_ number: Int) -> Bool { if case .prepare(number, _) = self { true } else { false } }
    }

    /// A result for each command; throws the first that failed, and frees the others.
    private func roundTrip(_ commands: [Command]) throws -> [OpaquePointer] {
        for command in commands {
            guard send(command) else { throw PostgresFailure(result: nil, on: handle) }
        }
        guard PQpipelineSync(handle) == 1 else { throw PostgresFailure(result: nil, on: handle) }
        var results: [OpaquePointer] = []
        var failure: PostgresFailure?
        for command in commands {
            guard let result = PQgetResult(handle) else {
                failure = failure ?? PostgresFailure(result: nil, on: handle)
                break
            }
            results.append(result)
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                if case .prepare(let number, _) = command { prepared.insert(number) }
            default: failure = failure ?? PostgresFailure(result: result, on: handle)
            }
            while let more = PQgetResult(handle) { PQclear(more) }
        }
        if let failure {
            results.forEach { PQclear($0) }
            drain()
            throw failure
        }
        drain()
        return results
    }

    /// Reads on to the end of the round trip.
    private func drain() {
        var empty = 0
        while PQstatus(handle) == CONNECTION_OK, empty < 2 {
            guard let result = PQgetResult(handle) else {
                empty += 1
                continue
            }
            empty = 0
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC { return }
        }
    }

    private func send(_ command: Command) -> Bool {
        switch command {
        case .text(let text): PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) == 1
        case .prepare(let number, let text): PQsendPrepare(handle, "s\(number)", text, 0, nil) == 1
        case .execute(let number, let parameters):
            parameters.lend { values, lengths, formats in
                PQsendQueryPrepared(handle, "s\(number)", parameters.count, values, lengths, formats, 1) == 1
            }
        }
    }

    private func setUp() throws {
        guard String(cString: PQparameterStatus(handle, "server_encoding")) == "UTF8" else {
            throw StorageFailure.other("the database keeps its texts in another encoding than UTF8")
        }
        let milliseconds = limits.closure.milliseconds
        // An index is read even where a table is small: a scan of the whole would stand in the way of all who write it.
        // Statements are planned once: planning takes longer than most of them run. A client that went away is noticed
        // while its COMMIT waits for a replica, and leaves its locks.
        let result = PQexec(handle, """
            SET statement_timeout = \(milliseconds);
            SET idle_in_transaction_session_timeout = \(2 * milliseconds);
            SET client_connection_check_interval = 1000;
            SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan;
            SET TIME ZONE 'UTC';
            """)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw PostgresFailure(result: result, on: handle) }
    }
}

/// How a transaction begins.
enum PostgresMode: Sendable {
    case write(Isolation), read

    var begin: String {
        switch self {
        case .write(.serializable): "BEGIN ISOLATION LEVEL SERIALIZABLE"
        case .write(.readCommitted): "BEGIN ISOLATION LEVEL READ COMMITTED"
        // One snapshot, which nothing has to be kept for.
        case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        }
    }
}

/// Numbers of the server's advisory locks; any that no other program takes.
enum PostgresLock {
    static let migrating = 0x6F72_6465_7277_01
    static let turn = 0x6F72_6465_7277_02
    /// The first of two numbers; the second is the schema's.
    static let edition = 0x6F72_6465
}
