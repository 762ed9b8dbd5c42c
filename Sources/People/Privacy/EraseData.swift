import Storage
import Values

/// Asks for the rest of an erased customer to go: orders, mails, whatever the rooms above know.
struct EraseData: Job {
    static let kind = "people.erase-data"

    let account: ID<Account>
}

/// Takes it away batch by batch, each a transaction of its own; broken off, it goes on where it was.
struct DataErasing: JobHandler {
    let ports: PrivacyPorts

    /// Many batches that nobody waits for: buyers aren't kept waiting for them.
    func run(_ work: EraseData) async throws -> LastWrite? {
        try await FollowUp.$isUnderWay.withValue(false) { try await erase(work) }
        return nil
    }

    private func erase(_ work: EraseData) async throws {
        let (shop, now) = (ports.shop, ports.shop.now)
        let account = try await shop.read { db in try Account.known(work.account, in: db) }
        for holder in ports.holders {
            while try await shop.write({ db in try holder.erase(account, at: now, in: db) })
                >= PersonalDataLimits.batch {
                try Task.checkCancellation()
            }
        }
    }
}
