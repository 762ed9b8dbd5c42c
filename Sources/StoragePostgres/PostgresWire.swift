import CPostgres
import Storage

/// A connection of libpq in pipeline mode: commands that go together take one round trip.
///
/// Blocking, and for one thread at a time.
final class PostgresWire {
    /// One message to the server. Prepared statements go by name.
    enum Command {
        case text(String)
        case prepare(PreparedName, String)
        case describe(PreparedName)
        case execute(PreparedName, PostgresParameters)
    }

    private let handle: OpaquePointer
    private let warnings = Warnings()

    /// Prepared by this connection, and not forgotten.
    private(set) var prepared: Set<PreparedName> = []

    private final class Warnings { var count = 0 }

    init(_ target: PostgresTarget) throws {
        handle = try target.connect()
        PQsetNoticeReceiver(handle, { context, _ in
            guard let context else { return }
            Unmanaged<Warnings>.fromOpaque(context).takeUnretainedValue().count += 1
        }, Unmanaged.passUnretained(warnings).toOpaque())
    }

    deinit { PQfinish(handle) }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    /// How often the server has warned of anything.
    var warningCount: Int { warnings.count }

    /// How many statements it was asked to carry out.
    private(set) var executedCount = 0

    /// Sets the session up by `text`, and goes over to pipeline mode.
    func start(_ text: String) throws {
        guard String(cString: PQparameterStatus(handle, "server_encoding")) == "UTF8" else {
            throw StorageFailure.other("the database keeps its texts in another encoding than UTF8")
        }
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw PostgresFailure(result: result, on: handle) }
        guard PQenterPipelineMode(handle) == 1 else { throw PostgresFailure(result: nil, on: handle) }
    }

    /// A result for each command; throws the first that failed, and frees the others.
    func roundTrip(_ commands: [Command]) throws -> [OpaquePointer] {
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
                if case .prepare(let name, _) = command { prepared.insert(name) }
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

    /// Runs a statement of which no answer is wanted.
    func control(_ text: String) throws { try roundTrip([.text(text)]).forEach { PQclear($0) } }

    func forgetPrepared() throws {
        try control("DEALLOCATE ALL")
        prepared = []
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
        case .text(let text): return PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1) == 1
        case .prepare(let name, let text): return PQsendPrepare(handle, name.text, text, 0, nil) == 1
        case .describe(let name): return PQsendDescribePrepared(handle, name.text) == 1
        case .execute(let name, let parameters):
            executedCount += 1
            return parameters.lend { values, lengths, formats in
                PQsendQueryPrepared(handle, name.text, parameters.count, values, lengths, formats, 1) == 1
            }
        }
    }
}

/// What a connection calls a statement it has prepared.
enum PreparedName: Hashable {
    /// A statement of the program, by its number.
    case single(Int)
    /// Several that were made one, by the order in which the connection first met them.
    case joined(Int)

    var text: String {
        switch self {
        case .single(let number): "s\(number)"
        case .joined(let number): "j\(number)"
        }
    }
}
