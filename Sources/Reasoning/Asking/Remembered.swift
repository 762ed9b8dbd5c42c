/// The standings that were asked for last, so that the next click starts from the one before it.
struct Remembered {
    private var standings: [[Choice]: Standing] = [:]
    private var order: [[Choice]] = []
    private var next = 0

    /// Standings that are kept: as many as configurations may be open without one slowing another.
    static let limit = 1_024

    subscript(choices: [Choice]) -> Standing? { standings[choices] }

    mutating func add(_ standing: Standing) {
        guard standings.updateValue(standing, forKey: standing.choices) == nil else { return }
        if order.count < Self.limit {
            order.append(standing.choices)
        } else {
            standings[order[next]] = nil
            order[next] = standing.choices
            next = (next + 1) % Self.limit
        }
    }
}

extension Consequences {
    /// Wants two standings of one model.
    package init(from old: Standing, to new: Standing) {
        standing = new
        let model = new.book.model
        options = model.options.indices.compactMap { number in
            if old.notes[number] == new.notes[number] { return nil }
            return Change(name: model.options[number].name, before: old[number], after: new[number])
        }
        parameters = model.parameters.indices.compactMap { number in
            let (before, after) = (old.bounds[number], new.bounds[number])
            return before == after ? nil : Change(name: model.parameters[number].name, before: before, after: after)
        }
    }
}
