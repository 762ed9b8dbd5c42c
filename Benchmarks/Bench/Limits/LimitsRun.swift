import Foundation

/// What the machine, the database and the HTTP library allow, and how near to it the shop comes.
struct LimitsRun {
    let folder: String
    let seconds: Double

    func measure(_ report: inout Report) async throws {
        try await OrderTransactionLimit(folder: folder + "/transactions", seconds: seconds).measure(&report)
    }
}
