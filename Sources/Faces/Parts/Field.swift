/// A field of a form as the template `field` shows it. Its members have names of their own, since a template looks
/// for what it doesn't find in whatever stands around it.
struct Field {
    let name: String
    let label: String
    let value: String
    /// What is wrong with it, in the visitor's language; nil when nothing is.
    let fault: String?
    /// An input's type: `text`, `email`, `number`.
    var type = "text"
    /// What a browser may fill in (HTML, autofill): `address-line1`.
    var complete: String?
    var isOptional = false
    /// It may be left empty as long as what it belongs to isn't asked for.
    var isFree = false
    var hint: String?
    /// How much of a row it takes.
    var width = Width.whole
    /// What tells it from another field of its name on the same page.
    var id: String?

    enum Width: String { case whole = "", half, third, rest }

    var content: [String: Any] {
        var content: [String: Any] = [
            "fieldName": name, "fieldLabel": label, "fieldValue": value, "fieldType": type,
            "fieldID": id ?? name, "fieldIsOptional": isOptional, "fieldIsFree": isFree, "fieldWidth": width.rawValue,
        ]
        for (key, text) in [("fieldFault", fault), ("fieldComplete", complete), ("fieldHint", hint)] {
            content[key] = text ?? false as Any
        }
        return content
    }
}
