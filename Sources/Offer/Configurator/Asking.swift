import Reasoning
import Values

extension Reasoners {
    /// Why choices can't be completed, and what to drop; nil when they can. Throws
    /// `SavedConfiguration.Refusal.undecided`.
    func conflict(
        of choices: Choices, in held: CheckedSelection.Held
    ) async throws(SavedConfiguration.Refusal) -> Deliberation.Conflict? {
        do throws(Unanswered) {
            let thinking = Deliberating(
                model: held.model, reasoner: try await reasoner(for: held.model, in: held.sphere), sphere: held.sphere,
                choices: choices, verdict: held.verdict)
            return try await thinking.conflict()
        } catch {
            throw .undecided(error.description)
        }
    }

    /// The best complete choices that agree with some, and how far they may be from the very best: in steps from the
    /// defaults, or in the smallest unit of the currency. Nil where they are more than choices may be.
    func completion(
        of choices: Choices, in held: CheckedSelection.Held, cheapestIn currency: Currency?
    ) async throws(SavedConfiguration.Refusal) -> (choices: Choices, gap: Int)? {
        let (model, verdict) = (held.model, held.verdict)
        do throws(Unanswered) {
            let reasoner = try await reasoner(for: model, in: held.sphere)
            let aim: Aim = if let currency {
                .cheapest(model.costs(in: currency, held.sphere))
            } else {
                .nearest(
                    options: Set(verdict.taken.map { model.options[$0].option.id.text }),
                    parameters: Dictionary(uniqueKeysWithValues: model.parameters.enumerated().map {
                        ($1.id.text, verdict.values[$0] ?? $1.usual)
                    }))
            }
            guard let found = try await reasoner.complete(Deliberating.asked(choices), aim) else {
                throw Unanswered.contradictory
            }
            return model.choices(found).map { ($0, found.cost - found.proven) }
        } catch {
            throw .undecided(error.description)
        }
    }
}

extension CompiledModel {
    /// What a completion takes, as choices: without values of parameters that aren't asked for.
    func choices(_ completion: Completion) -> Choices? {
        let values = parameters.compactMap { parameter -> Choices.Value? in
            guard parameter.under.map({ completion.options.contains($0.text) }) ?? true else { return nil }
            return completion.parameters[parameter.id.text].map { Choices.Value(parameter.id, $0) }
        }
        return Choices(
            options.map(\.option.id).filter { completion.options.contains($0.text) }, values: values)
    }
}

extension Deliberating {
    /// Why the choices can't hold together; nil when they can.
    func conflict() async throws(Unanswered) -> Deliberation.Conflict? {
        guard try await standing(after: choices) == nil else { return nil }
        return try await why(choices, wish: nil)
    }
}
