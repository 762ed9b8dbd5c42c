/// Something that is true of the stored data at any moment, and after every crash. `orderworks check` asks them all.
package struct Invariant: Sendable {
    /// Its number in docs/invariants.md.
    package let number: Int
    /// Stable: `stock-balances`.
    package let name: String
    /// What holds, as a sentence.
    package let sentence: String
    package let check: @Sendable (any Transaction) throws -> Verdict

    package enum Verdict: Sendable, Equatable {
        case holds
        /// A line for every row that breaks it.
        case broken([String])
        /// What is missing to check it.
        case notChecked(String)

        /// Holds when there is nothing to complain of.
        package init(_ complaints: [String]) { self = complaints.isEmpty ? .holds : .broken(complaints) }
    }

    package init(
        _ number: Int, _ name: String, _ sentence: String,
        check: @escaping @Sendable (any Transaction) throws -> Verdict
    ) {
        self.number = number
        self.name = name
        self.sentence = sentence
        self.check = check
    }
}
