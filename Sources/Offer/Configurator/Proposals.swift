import Values

extension CheckedSelection {
    /// Packs of which something is taken, that can be had with what is chosen, and that cost less than what they add
    /// does by itself. The greatest saving first.
    var proposals: [CheckView.Proposal] {
        guard let held, !held.model.packs.isEmpty else { return [] }
        let taken = Set(held.verdict.taken)
        let proposals = zip(held.model.document.packs, held.model.packs).compactMap { pack, options in
            proposal(pack, options.filter { !taken.contains($0) }, held,
                isBegun: options.contains(where: taken.contains))
        }
        return proposals.sorted { $1.saving < $0.saving }
    }

    private func proposal(
        _ pack: ConfigurationModel.Pack, _ more: [Int], _ held: Held, isBegun: Bool
    ) -> CheckView.Proposal? {
        let model = held.model
        let wanted = held.verdict.taken + more
        guard isBegun, !more.isEmpty, pack.price(in: price.currency) != nil,
              let choices = Choices(
                wanted.map { model.options[$0].option.id }, values: settings.map { Choices.Value($0.parameter,
                    $0.value) })
        else { return nil }
        let verdict = model.check(choices, in: held.sphere)
        guard verdict.broken.count <= held.verdict.broken.count, verdict.tooMany.count <= held.verdict.tooMany.count,
              let with = try? Reckoning(product, base: held.base, model, verdict, in: held.sphere)
        else { return nil }
        let change = with.price - price
        let apart = more.compactMap { model.options[$0].option.price(in: price.currency) }.total(price.currency)
        guard change < apart else { return nil }
        return CheckView.Proposal(
            pack: pack.id, name: pack.name, more: more.map { model.options[$0].option.id }, change: change,
            saving: apart - change)
    }
}
