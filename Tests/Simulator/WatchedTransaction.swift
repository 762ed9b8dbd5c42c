import Storage

/// Sees to it that whoever changes a job with a fence is who claimed it last: what comes of a stale claim shows too
/// seldom to wait for.
final class WatchedTransaction: Transaction {
    private let db: any Transaction
    private let world: World

    private static let fence: Statement = "SELECT fence FROM job WHERE id = $id"

    init(_ db: any Transaction, _ world: World) {
        self.db = db
        self.world = world
    }

    func run(_ statement: Statement, _ parameters: Parameters) throws -> Int {
        guard let claim = parameters.first(where: { $0.key == "fence" })?.value.stored,
              let job = parameters.first(where: { $0.key == "id" })?.value.stored, case .integer(let number) = job
        else { return try db.run(statement, parameters) }
        let newest: Int64? = try db.value(Self.fence, ["id": number])
        let changed = try db.run(statement, parameters)
        if changed > 0, newest.map({ .integer($0) != claim }) ?? true {
            world.fail("job \(number) was changed by a worker that had lost it")
        }
        return changed
    }

    func rows(_ statement: Statement, _ parameters: Parameters, _ each: (borrowing Row) throws -> Bool) throws {
        try db.rows(statement, parameters, each)
    }

    var edition: Int64 { get throws { try db.edition } }

    func notify(_ channel: Channel) { db.notify(channel) }
}
