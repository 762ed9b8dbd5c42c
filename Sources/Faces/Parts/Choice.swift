/// A field in which one of a few things is chosen, as the template `choice` shows it.
struct Choice {
    let name: String
    let label: String
    let options: [(value: String, label: String)]
    /// The chosen one's value; the first counts where it is none of them.
    let value: String
    /// What is wrong with it, in the visitor's language; nil when nothing is.
    let fault: String?
    var width = Field.Width.whole
    /// What tells it from another one of its name on the same page.
    var id: String?

    var content: [String: Any] {
        [
            "choiceName": name, "choiceID": id ?? name, "choiceLabel": label, "choiceWidth": width.rawValue,
            "choiceFault": fault ?? false as Any,
            "choiceOptions": options.map { option in
                [
                    "optionValue": option.value, "optionLabel": option.label, "optionIsChosen": option.value == value,
                ] as [String: Any]
            },
        ]
    }
}
