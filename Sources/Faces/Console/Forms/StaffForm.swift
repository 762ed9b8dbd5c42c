import Values

/// One form of a page of staff: fresh, or as it was typed when it was refused.
struct StaffForm {
    let name: String
    let staff: StaffVisit
    private let refused: RefusedForm?

    /// `refused` is the page's form that was not taken; it need not be this one.
    init(_ name: String, _ staff: StaffVisit, _ refused: RefusedForm?) {
        self.name = name
        self.staff = staff
        self.refused = refused?.name == name ? refused : nil
    }

    var isRefused: Bool { refused != nil }

    /// What stands in a field: what was typed, or what usually does.
    func value(_ field: String, usually: String = "") -> String { refused.map { $0.fields[field] ?? "" } ?? usually }

    func isWrong(_ field: String) -> Bool { refused?.wrong.contains(field) ?? false }

    /// By which the API knows a form that is sent twice. A refused form keeps it, unless it stands for something else.
    var key: String {
        if let refused, !refused.isSpent, let sent = refused.fields["key"] { return sent }
        return staff.visit.newKey()
    }

    /// The version that the form was made from, for If-Match. A refused form keeps it, unless there is a newer one now
    /// whose content has just been shown.
    func version(_ stored: JSON) -> String {
        if let refused, !refused.isSpent, let sent = refused.fields["version"] { return sent }
        return "\"\(stored["version"]?.integer ?? 0)\""
    }

    /// `rule` is the word for what the field takes; it is the field's fault when the API refused it.
    func field(
        _ field: String, _ label: String, rule: String, usually: String = "", type: String = "text",
        isOptional: Bool = false, width: Field.Width = .whole, hint: String? = nil
    ) -> [String: Any] {
        Field(
            name: field, label: staff.word(label), value: value(field, usually: usually),
            fault: isWrong(field) ? staff.word(rule) : nil, type: type, isOptional: isOptional,
            hint: hint.map(staff.word), width: width
        ).content
    }
}
