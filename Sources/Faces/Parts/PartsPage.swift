import Web

/// Shows all parts that pages are made of, for whoever makes one or changes the look. English only.
struct PartsPage: Page {
    let path: PagePath = "/parts"

    func show(_ visit: Visit) -> Response {
        let fields = [
            Field(name: "name", label: "Name", value: "Ada Lovelace", fault: nil, complete: "name", width: .half),
            Field(
                name: "email", label: "E-mail", value: "ada@", fault: "is no e-mail address", type: "email",
                complete: "email", width: .half),
            Field(
                name: "company", label: "Company", value: "", fault: nil, isOptional: true,
                hint: "Stands on the invoice."),
        ]
        let place = Choice(
            name: "place", label: "Place", options: [("plant", "Plant"), ("warehouse", "Warehouse")],
            value: "warehouse", fault: nil, width: .half)
        return visit.page("parts", ["fields": fields.map(\.content), "choices": [place.content]])
    }
}
