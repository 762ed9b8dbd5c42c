import CPostgres
import Storage

/// The statements a connection knows, and how what a transaction asks becomes messages: in its order, with those beside
/// each other that join made one.
final class PostgresRepertoire {
    /// More than the program's own statements, so that only statements made on the way push each other out.
    static let limit = 1024

    private let wire: PostgresWire
    private var numbered: [Int: NumberedStatement] = [:]
    private var joined: [[JoinedStatement.Part]: JoinedStatement] = [:]
    /// Of the parameters of statements that were joined for several rows.
    private var types: [Int: [Oid]] = [:]

    init(_ wire: PostgresWire) { self.wire = wire }

    /// Something a transaction wants carried out.
    struct Asked {
        enum Wish { case nothing, count, rows }

        let statement: Statement
        let parameters: Parameters
        let wish: Wish

        init(_ statement: Statement, _ parameters: Parameters, _ wish: Wish) {
            self.statement = statement
            self.parameters = parameters
            self.wish = wish
        }

        /// Whether it may be made one with others that may. Only an update tells how many rows it changed then.
        var joins: Bool {
            switch wish {
            case .nothing: statement.joins
            case .count: statement.joins && statement.text.hasPrefix("UPDATE ")
            case .rows: false
            }
        }
    }

    /// A message that has something carried out, and what is wanted of its answer.
    struct Step {
        /// Prepares the statement, unless the connection knows it.
        fileprivate(set) var preparing: [PostgresWire.Command] = []
        fileprivate let name: PreparedName
        fileprivate let text: String
        let command: PostgresWire.Command
        let wanted: Wanted
    }

    enum Wanted {
        case nothing
        /// For what was asked under this number.
        case result(Int)
        /// Of several that are one now: for what was asked under each number, a row.
        case counts([(number: Int, row: JoinedStatement.Row)])
    }

    private typealias Numbered = (number: Int, asked: Asked)

    func steps(_ asked: [Asked]) throws -> [Step] {
        let statements = Set(asked.map(\.statement.number)).count
        if numbered.count + joined.count + statements > Self.limit { try forget() }
        var steps: [Step] = []
        var together: [Numbered] = []
        func close() throws {
            if !together.isEmpty { steps.append(try step(together)) }
            together = []
        }
        for (number, asked) in asked.enumerated() {
            if asked.joins {
                together.append((number, asked))
            } else {
                try close()
                steps.append(try single((number, asked)))
            }
        }
        try close()
        // Only now: asking for a statement's types prepares it, too.
        var preparing: Set<PreparedName> = []
        for place in steps.indices where !wire.prepared.contains(steps[place].name) {
            guard preparing.insert(steps[place].name).inserted else { continue }
            steps[place].preparing = [.prepare(steps[place].name, steps[place].text)]
        }
        return steps
    }

    private func single(_ one: Numbered) throws -> Step {
        let asked = one.asked
        let (name, statement) = (PreparedName.single(asked.statement.number), number(asked.statement))
        return Step(
            name: name, text: statement.text,
            command: .execute(name, try PostgresParameters(asked.parameters, for: statement)),
            wanted: asked.wish == .nothing ? .nothing : .result(one.number))
    }

    /// Several statements, or one for several rows, as one.
    private func step(_ together: [Numbered]) throws -> Step {
        if together.count == 1 { return try single(together[0]) }
        var order: [Int] = []
        var rows: [Int: [Numbered]] = [:]
        for one in together {
            if rows[one.asked.statement.number] == nil { order.append(one.asked.statement.number) }
            rows[one.asked.statement.number, default: []].append(one)
        }
        let groups = order.compactMap { rows[$0] }
        let statements = groups.map { $0[0].asked.statement }
        let types = try parameterTypes(statements)
        let parts = groups.map { group in
            JoinedStatement.Part(
                statement: group[0].asked.statement.number, isMany: group.count > 1,
                isCounted: group.contains { $0.asked.wish == .count })
        }
        let statement = try joined[parts] ?? JoinedStatement(
            parts.indices.map { (parts[$0], statements[$0], types[$0]) }, name: .joined(joined.count))
        joined[parts] = statement
        let given = try groups.indices.map { part in
            let names = number(statements[part])
            let rows = try groups[part].map { try PostgresParameters.ordered($0.asked.parameters, for: names) }
            return (rows: rows, types: types[part], isMany: parts[part].isMany)
        }
        let counts = groups.enumerated().flatMap { part, group in
            group.enumerated().filter { $0.element.asked.wish == .count }.map { row, one in
                (number: one.number, row: JoinedStatement.Row(part: part, number: row + 1))
            }
        }
        return Step(
            name: statement.name, text: statement.text,
            command: .execute(statement.name, try PostgresParameters(joining: given)),
            wanted: counts.isEmpty ? .nothing : .counts(counts))
    }

    /// What types the server takes the statements' parameters for. Asked once.
    private func parameterTypes(_ statements: [Statement]) throws -> [[Oid]] {
        let unknown = statements.filter { types[$0.number] == nil }
        if !unknown.isEmpty {
            var commands: [PostgresWire.Command] = []
            for statement in unknown {
                let name = PreparedName.single(statement.number)
                if !wire.prepared.contains(name) { commands.append(.prepare(name, number(statement).text)) }
                commands.append(.describe(name))
            }
            let results = try wire.roundTrip(commands)
            defer { results.forEach { PQclear($0) } }
            var described = zip(commands, results).compactMap { command, result in
                if case .describe = command { result } else { nil }
            }[...]
            for statement in unknown {
                guard let result = described.popFirst() else { break }
                types[statement.number] = (0..<PQnparams(result)).map { PQparamtype(result, $0) }
            }
        }
        return statements.map { types[$0.number] ?? [] }
    }

    private func number(_ statement: Statement) -> NumberedStatement {
        if let known = numbered[statement.number] { return known }
        let made = NumberedStatement(statement)
        numbered[statement.number] = made
        return made
    }

    private func forget() throws {
        try wire.forgetPrepared()
        (numbered, joined) = ([:], [:])
    }
}
