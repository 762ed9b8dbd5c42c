import Reasoning
import Values

/// What reasoning said of a selection, or as far as one sees without, where it was too much.
struct Thought: Sendable {
    let standings: [CompiledModel.Standing]
    let conflict: Deliberation.Conflict?
    let ranges: [ClosedRange<Int>?]
    let undecided: String?

    /// Of fixed goods.
    static let none = Thought(standings: [], conflict: nil, ranges: [], undecided: nil)

    private init(
        standings: [CompiledModel.Standing], conflict: Deliberation.Conflict?, ranges: [ClosedRange<Int>?],
        undecided: String?
    ) {
        self.standings = standings
        self.conflict = conflict
        self.ranges = ranges
        self.undecided = undecided
    }

    /// Takes milliseconds, on threads of its own: not for transactions.
    init(_ checked: CheckedSelection, _ choices: Choices, with reasoners: Reasoners) async {
        guard let held = checked.held else {
            self = .none
            return
        }
        do throws(Unanswered) {
            let reasoner = try await reasoners.reasoner(for: held.model, in: held.sphere)
            let deliberation = try await Deliberating(
                model: held.model, reasoner: reasoner, sphere: held.sphere, choices: choices, verdict: held.verdict
            ).deliberate()
            self.init(
                standings: deliberation.standings, conflict: deliberation.conflict, ranges: deliberation.ranges,
                undecided: nil)
        } catch {
            self.init(
                standings: held.model.standings(choices, held.verdict, in: held.sphere), conflict: nil,
                ranges: zip(held.model.parameters, held.verdict.values).map { parameter, value in
                    value.map { _ in parameter.minimum...parameter.maximum }
                },
                undecided: error.description)
        }
    }
}
