/// Why a question got no answer.
package enum Unanswered: Error, Sendable, Equatable, CustomStringConvertible {
    /// The budget was used up before an answer was proven.
    case tooHard(after: Duration)
    /// Too many questions wait already.
    case busy(waiting: Int)
    /// The question names what the model doesn't have, or is too large.
    case fault(ModelFault)
    /// The model has no valid configuration at all; `Reasoner.diagnose` says why.
    case contradictory

    package var description: String {
        switch self {
        case .tooHard(let time): "Too hard: no answer was found within \(time)."
        case .busy(let waiting): "Too many questions are waiting: \(waiting)."
        case .fault(let fault): fault.description
        case .contradictory: "The model contradicts itself: it has no valid configuration."
        }
    }
}
