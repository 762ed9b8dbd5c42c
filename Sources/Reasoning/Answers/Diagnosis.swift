/// What an editor of a model wants to know before publishing it.
package struct Diagnosis: Sendable, Equatable {
    /// Nil where a valid configuration exists; else why none does. The rest is empty then.
    package let contradiction: Explanation?
    /// Options that no configuration takes, in the model's order.
    package let dead: [String]
    /// Options that every configuration takes. A root is among them.
    package let always: [String]
    /// Options that their group leaves open although every configuration that takes the group's parent takes them.
    /// Dead ones are told apart as such.
    package let falselyOptional: [String]
    /// Rules that follow from the rest of the model. Of rules that say the same, each is here: drop one and ask again.
    package let redundant: [String]
    /// Rules of which the budget didn't allow to say whether they are redundant.
    package let undecided: [String]

    package init(
        contradiction: Explanation?, dead: [String], always: [String], falselyOptional: [String], redundant: [String],
        undecided: [String]
    ) {
        self.contradiction = contradiction
        self.dead = dead
        self.always = always
        self.falselyOptional = falselyOptional
        self.redundant = redundant
        self.undecided = undecided
    }
}
