import CPostgres
import Dispatch
import Storage
import Values

/// One connection and its transaction. What is sent is kept back until something is asked, and goes with that in one
/// round trip.
///
/// Blocking, and for one thread at a time: its line's queue sees to both.
final class PostgresConnection {
    private let wire: PostgresWire
    private let limits: PostgresLimits
    private let repertoire: PostgresRepertoire
    private var deadline = UInt64.max
    /// Sent in front of the transaction's first statement.
    private var beginning: String?
    /// Sent in front of its next statement, or of COMMIT.
    private var unsent: [Unsent] = []

    private struct Unsent {
        let asked: PostgresRepertoire.Asked
        /// Thrown when it finds no row.
        let refusal: (any Error)?
    }

    /// More would fill the socket's buffers while the server waits for its answers to be read.
    private static let unsentLimit = 32
    /// Of those that are made one, and have one answer.
    private static let unsentJoiningLimit = 512
    private var isOpen = false

    /// What went wrong first in this transaction, whatever its closure made of it.
    private(set) var trouble: PostgresFailure?

    /// Connects, and sees that the server is one orders can be left to. Throws `PostgresFailure` or `StorageFailure`.
    init(_ target: PostgresTarget, limits: PostgresLimits) throws {
        wire = try PostgresWire(target)
        repertoire = PostgresRepertoire(wire)
        self.limits = limits
        try wire.start(Self.session(limits))
    }

    /// Whether nothing can be asked of it any more.
    var isLost: Bool { wire.isBroken || trouble?.isLoss == true }

    var isLate: Bool { deadline != .max && DispatchTime.now().uptimeNanoseconds > deadline }

    /// How many statements it has had carried out.
    var executedCount: Int { wire.executedCount }

    /// The next statement begins a transaction.
    func begin(_ mode: PostgresMode) {
        beginning = mode.begin
        unsent = []
        trouble = nil
        isOpen = false
        deadline = DispatchTime.now().uptimeNanoseconds + UInt64(limits.closure.milliseconds) * 1_000_000
    }

    /// Takes the one turn that transactions have which had to give way, on all servers of the database; waits for it.
    func takeTurn() throws { try wire.control("SELECT pg_advisory_lock(\(PostgresLock.turn))") }

    func leaveTurn() throws { try wire.control("SELECT pg_advisory_unlock(\(PostgresLock.turn))") }

    /// What became of a commit.
    enum Commit { case done, undone, unknown }

    /// Throws what the server refused it with; then nothing was kept.
    func commit() throws -> Commit {
        defer { deadline = .max }
        guard isOpen || !unsent.isEmpty else { return .done }
        // Whether it found its row has to be known first.
        if unsent.contains(where: { $0.refusal != nil }) { _ = try change([]) }
        let before = wire.warningCount
        do {
            guard case .rows(let result)? = try ask([], then: .text("COMMIT")).last else { return .unknown }
            defer { PQclear(result) }
            isOpen = false
            if String(cString: PQcmdStatus(result)) != "COMMIT" { return .undone }
            // It waited for a replica and was told to stop waiting.
            return wire.warningCount == before ? .done : .unknown
        } catch let failure as PostgresFailure where failure.isLoss {
            return .unknown
        }
    }

    func rollBack() throws {
        deadline = .max
        (beginning, unsent) = (nil, [])
        guard isOpen else { return }
        isOpen = false
        try wire.control("ROLLBACK")
    }

    /// Leaves a change for the next round trip, where `refusal` is thrown when it finds no row.
    func send(_ statement: Statement, _ parameters: Parameters, orThrow refusal: (any Error)?) throws {
        let asked = PostgresRepertoire.Asked(statement, parameters, refusal == nil ? .nothing : .count)
        unsent.append(Unsent(asked: asked, refusal: refusal))
        // Those that join and stand beside each other have one answer.
        let answers = 1 + zip(unsent, unsent.dropFirst()).count { !($0.asked.joins && $1.asked.joins) }
        if answers >= Self.unsentLimit || unsent.count >= Self.unsentJoiningLimit { _ = try change([]) }
    }

    /// Runs a statement; answers its result.
    func rows(_ statement: Statement, _ parameters: Parameters) throws -> OpaquePointer {
        let answers = try checked(statement.text) { try ask([.init(statement, parameters, .rows)]) }
        guard case .rows(let result)? = answers.first else {
            throw StorageFailure.other("'\(statement)' answers no rows")
        }
        return result
    }

    /// Runs changes in one round trip, as far as the first that fails; answers how many rows each changed.
    func change(_ statements: [(Statement, Parameters)]) throws -> [Int] {
        let text = statements.count == 1 ? statements[0].0.text : ""
        let answers = try checked(text) { try ask(statements.map { .init($0.0, $0.1, .count) }) }
        return answers.map { answer in if case .changed(let count) = answer { count } else { 0 } }
    }

    private func checked(_ text: String, _ work: () throws -> [Answer]) throws -> [Answer] {
        if isLate { throw StorageFailure.tookTooLong }
        do {
            return try work()
        } catch let failure as PostgresFailure {
            throw failure.asStorageFailure(running: text)
        }
    }

    private enum Answer {
        /// The caller frees it.
        case rows(OpaquePointer)
        case changed(Int)
    }

    /// One round trip with all that is unsent in front of it; answers what was asked, and `last` behind it. Throws what
    /// an unsent change that found no row is refused with.
    private func ask(
        _ asked: [PostgresRepertoire.Asked], then last: PostgresWire.Command? = nil
    ) throws -> [Answer] {
        let sent = unsent
        do {
            let all = sent.map(\.asked) + asked
            // What can't be sent is kept, so that COMMIT throws it again, whatever became of it here.
            let steps = try repertoire.steps(all)
            unsent = []
            let commands = (beginning.map { [.text($0)] } ?? []) + steps.flatMap { $0.preparing + [$0.command] }
                + (last.map { [$0] } ?? [])
            if beginning != nil { (isOpen, beginning) = (true, nil) }
            var results = try wire.roundTrip(commands)
            defer { results.forEach { PQclear($0) } }
            let end = last.map { _ in results.removeLast() }
            var answers = [Answer](repeating: .changed(0), count: all.count)
            var taken: Set<Int> = []
            // From the last command back, since what prepares a statement stands before it.
            var place = results.count
            for step in steps.reversed() {
                place -= 1
                switch step.wanted {
                case .nothing: break
                case .result(let number) where all[number].wish == .rows:
                    taken.insert(place)
                    answers[number] = .rows(results[place])
                case .result(let number): answers[number] = .changed(PostgresRows.changes(results[place]))
                case .counts(let rows):
                    let changed = PostgresRows.changedRows(results[place])
                    for (number, row) in rows { answers[number] = .changed(changed[row, default: 0]) }
                }
                place -= step.preparing.count
            }
            results = results.indices.filter { !taken.contains($0) }.map { results[$0] }
            for (answer, change) in zip(answers, sent) {
                if let refusal = change.refusal, case .changed(0) = answer {
                    for case .rows(let result) in answers + (end.map { [.rows($0)] } ?? []) { PQclear(result) }
                    throw refusal
                }
            }
            return answers[sent.count...] + (end.map { [.rows($0)] } ?? [])
        } catch let failure as PostgresFailure {
            if trouble == nil { trouble = failure }
            throw failure
        }
    }
}

extension PostgresConnection {
    /// Makes the schema that the address names, as by `options=-csearch_path%3Dshop`, when there is none.
    func makeSchema() throws {
        try wire.control("""
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
            let rows = PostgresRows(try wire.roundTrip([.text("SHOW \(name)")])[0])
            if rows.step(), case .text(let value) = rows.value(at: 0) { settings[name] = value }
        }
        return settings
    }

    /// An index is read even where a table is small: a scan of the whole would stand in the way of all who write it.
    /// Statements are planned once: planning takes longer than most of them run. A client that went away is noticed
    /// while its COMMIT waits for a replica, and leaves its locks.
    private static func session(_ limits: PostgresLimits) -> String {
        """
        SET statement_timeout = \(limits.closure.milliseconds);
        SET idle_in_transaction_session_timeout = \(2 * limits.closure.milliseconds);
        SET client_connection_check_interval = 1000;
        SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan;
        SET TIME ZONE 'UTC';
        """
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
