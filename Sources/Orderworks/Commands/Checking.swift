import Files
import Foundation
import Logging
import SandboxBank
import Storage
import Trade
import Values

/// `orderworks check`: asks every invariant of a shop's data, and says what holds. Only reads; the server may be
/// running.
struct Checking {
    let folder: DataFolder
    let log: Logger
    /// The sandbox bank's store; nil leaves unchecked what the bank alone knows.
    let bankFile: String?
    /// One JSON object a line, as buyers noted what they were told.
    let buyersLog: String?
    /// Where files lie; nil for the data folder.
    var store: (any FileStore)?

    /// A large shop takes minutes to look through, and nobody waits for this connection.
    private static let limit = Instant.Span.hours(6)

    /// Rows named per invariant; more are counted.
    static let rowLimit = 20

    func run(_ invariants: (BankStatement?, [Acknowledged]?) -> [Invariant], say: (String) -> Void) async -> ExitCode {
        do {
            if folder.database.isMissing {
                say("There is no database at \(folder.database.name).")
                return .misused
            }
            let database = try folder.database.openToLook(within: Self.limit, log: log)
            let verdicts = try await judge(invariants(try bank(), try buyers()), database)
            await database.close()
            return report(verdicts, say: say)
        } catch let failure as StorageFailure {
            say("\(folder.database.name) can't be looked into: \(failure.inWords).")
            return .misused
        } catch {
            say("The check could not be made: \(error)")
            return .misused
        }
    }

    private typealias Judged = (invariant: Invariant, verdict: Invariant.Verdict)

    /// All on one snapshot, so that a running server's next commit doesn't look like a fault.
    private func judge(_ invariants: [Invariant], _ database: any Storage.Database) async throws -> [Judged] {
        let onData: [Judged] = try await database.read { db in
            try invariants.map { ($0, try $0.check(db)) }
        }
        let cards = Invariant(9, "no-card-data", "No card number or security code is on the disk.") { _ in .holds }
        let files = Invariant(
            21, "files-are-whole", "Every content that is kept lies in its place, with the bytes it is named by."
        ) { _ in .holds }
        let found = try await StoredFiles(folder: folder, store: store).verdicts(database)
        return (onData + [(cards, .init(try cardData() + found.cards)), (files, found.whole)])
            .sorted { $0.invariant.number < $1.invariant.number }
    }

    private func report(_ verdicts: [Judged], say: (String) -> Void) -> ExitCode {
        for (invariant, verdict) in verdicts {
            let title = "\(invariant.number). \(invariant.name)"
            switch verdict {
            case .holds: say("holds        \(title)")
            case .notChecked(let why): say("not checked  \(title): \(why)")
            case .broken(let rows):
                say("broken       \(title): \(invariant.sentence)")
                for row in rows.prefix(Self.rowLimit) { say("    \(row)") }
                if rows.count > Self.rowLimit { say("    and \(rows.count - Self.rowLimit) more") }
            }
        }
        if verdicts.contains(where: { if case .broken = $0.verdict { true } else { false } }) { return .failed }
        return verdicts.allSatisfy { $0.verdict == .holds } ? .done : .incomplete
    }

    private func bank() throws -> BankStatement? {
        guard let bankFile else { return nil }
        return BankStatement(payments: try SandboxBank.Ledger.read(file: bankFile).payments.map { payment in
            .init(
                intent: .init(payment.id), order: payment.metadata["order"].flatMap { ID<Order>($0) },
                attempt: payment.metadata["attempt"].flatMap { ID<PaymentAttempt>($0) }, amount: payment.price,
                isAuthorised: payment.capturable.amount > 0, captured: payment.captured.amount,
                refunded: payment.refunded.amount)
        })
    }

    private func buyers() throws -> [Acknowledged]? {
        guard let buyersLog else { return nil }
        guard let bytes = FileManager.default.contents(atPath: buyersLog) else {
            throw DataFolder.Unusable(description: "The buyers' log \(buyersLog) can't be read.")
        }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONCoding.value(Acknowledged.self, from: Array(line))
        }
    }

    /// Reads every file of the data folder, and the bank's store; of those in `files` `StoredFiles` looks at what the
    /// shop wrote itself: a drawing has any digits, and whoever draws a card's number into a picture has not given it
    /// to us to pay with.
    private func cardData() throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { !$0.hasPrefix("files/") }.map { folder.path + "/" + $0 }
        var complaints: [String] = []
        for name in Set(names + [bankFile, buyersLog].compactMap { $0 }).sorted() {
            guard let bytes = FileManager.default.contents(atPath: name) else { continue }
            complaints += CardData.offsets(in: Array(bytes)).map { "\(name) at byte \($0)" }
        }
        return complaints
    }
}
