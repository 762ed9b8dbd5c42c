import Storage
import Values

/// A selection under way, kept by the shop so that a buyer can go on with it anywhere: whoever knows its id may read
/// and change it. It never gets into a dead end: what it holds can always be completed.
package struct SavedConfiguration: Sendable {
    package let id: ID<SavedConfiguration>
    package let product: ID<Product>
    /// The version of the model it is made with.
    package let modelVersion: Int
    package let currency: Currency
    /// Where the goods go; the shop's own country while nil.
    package let market: Country?
    /// What the buyer chose, without what comes along or is taken by default.
    package let choices: Choices
    /// What was chosen before each step, the last one at the end.
    package let history: [Choices]
    /// A shared one never changes; others begin with its choices.
    package let isShared: Bool
    /// Counts its changes: one is made only from the step that was read.
    package let step: Int

    /// Nobody goes back further.
    package static let historyLimit = 50
    /// One that nobody changed for so long is forgotten, shared ones too.
    package static let keptFor = Instant.Span.days(90)

    package enum Refusal: Error, Equatable {
        case unknown
        /// It was shared, and so stays as it is.
        case shared
        case nothingToUndo
        /// Another change came first.
        case changedMeanwhile
        /// The product is a fixed one.
        case notConfigurable(ID<Product>)
        case notChosen
        /// The choices can't hold together; why, and what to drop.
        case impossible(CheckView.Conflict)
        /// It couldn't be told in time.
        case undecided(String)
        /// There is no newer version.
        case upToDate
        case tooMany(limit: Int)
    }

    /// The same with other choices, which can be undone.
    func choosing(_ choices: Choices) -> SavedConfiguration {
        with(choices, history: (history + [self.choices]).suffix(Self.historyLimit), version: modelVersion)
    }

    /// As it was before the last step. Throws `Refusal.nothingToUndo`.
    func undone() throws(Refusal) -> SavedConfiguration {
        guard let last = history.last else { throw .nothingToUndo }
        return with(last, history: history.dropLast(), version: modelVersion)
    }

    /// With another version of the model; what was chosen from the one before can't be gone back to.
    func moved(to version: Int, _ choices: Choices) -> SavedConfiguration {
        with(choices, history: [], version: version)
    }

    private func with(_ choices: Choices, history: some Sequence<Choices>, version: Int) -> SavedConfiguration {
        SavedConfiguration(
            id: id, product: product, modelVersion: version, currency: currency, market: market, choices: choices,
            history: Array(history), isShared: isShared, step: step)
    }

    func checkOpen() throws(Refusal) {
        guard !isShared else { throw .shared }
    }
}
