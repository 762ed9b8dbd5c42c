import Foundation

/// What the machine, the database and the HTTP library allow, and how near to it the shop comes.
struct LimitsRun {
    let folder: String
    let seconds: Double

    /// - Parameter only: `transactions` or `answers`; nil for both.
    func measure(_ only: String? = nil, _ report: inout Report) async throws {
        if only != "answers" {
            try await OrderTransactionLimit(folder: folder + "/transactions", seconds: seconds).measure(&report)
        }
        guard only != "transactions" else { return }
        try await AnswerLimit(folder: folder + "/answering", seconds: seconds).measure(&report)
    }
}
