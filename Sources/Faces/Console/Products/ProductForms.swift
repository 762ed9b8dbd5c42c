import Values
import Web

/// The forms on a product's page.
struct ProductForms {
    private let staff: StaffVisit
    private let refused: RefusedForm?

    init(_ staff: StaffVisit, _ refused: RefusedForm?) {
        self.staff = staff
        self.refused = refused
    }

    private func form(_ form: ProductForm) -> StaffForm { StaffForm(form.rawValue, staff, refused) }

    func texts(_ product: JSON) -> [String: Any] {
        let form = form(.texts)
        func field(_ name: String, _ label: String, _ json: JSON?, isOptional: Bool) -> [String: Any] {
            form.field(
                name, label, rule: name.hasPrefix("name") ? "staffRuleName" : "staffRuleDescription",
                usually: json?.string ?? "", isOptional: isOptional, width: .half)
        }
        return [
            "isOpen": form.isRefused,
            "version": form.version(product),
            "fields": [
                field("nameEn", "staffNameEn", product["name"]?["en"], isOptional: false),
                field("nameDe", "staffNameDe", product["name"]?["de"], isOptional: true),
            ],
            "longFields": [
                field("descriptionEn", "staffDescriptionEn", product["description"]?["en"], isOptional: false),
                field("descriptionDe", "staffDescriptionDe", product["description"]?["de"], isOptional: true),
            ],
        ]
    }

    func price(_ list: JSON, sold: JSON, today: JSON) -> [String: Any] {
        let form = form(.price)
        let codes = (sold["currencies"]?.array ?? []).compactMap(\.string)
        let currency = Choice(
            name: "currency", label: staff.word("staffCurrency"), options: codes.map { ($0, $0) },
            value: form.value("currency"),
            fault: form.isWrong("currency") ? staff.word("staffRuleCurrency") : nil, width: .third)
        return [
            "isOpen": form.isRefused,
            "version": form.version(list),
            "currencies": [currency.content],
            "fields": [
                form.field("amount", "staffAmount", rule: "staffRulePrice", width: .third),
                form.field(
                    "validFrom", "staffValidFrom", rule: "staffRuleDay", usually: today["day"]?.string ?? "",
                    type: "date", width: .third),
            ],
        ]
    }

    var upload: [String: Any] {
        let form = form(.upload)
        return [
            "fileFault": form.isWrong("file") ? staff.word("staffRuleFile") as Any : false as Any,
            "fields": altFields(form, prefix: "", nil),
        ]
    }

    /// A picture with its text and its place among the others.
    func picture(_ picture: JSON, isFirst: Bool, isLast: Bool) -> [String: Any] {
        let id = picture["id"]?.string ?? ""
        let isThis = refused?.fields["picture"] == id
        let form = StaffForm(ProductForm.alt.rawValue, staff, isThis ? refused : nil)
        return [
            "picture": id, "picturePath": picture["path"]?.string ?? "",
            "pictureAlt": staff.written.text(picture["alt"]), "mayEarlier": !isFirst, "mayLater": !isLast,
            "isOpen": form.isRefused,
            // Each picture has such a form, and no two fields of a page have one name for their labels.
            "fields": altFields(form, prefix: String(id.prefix(12)), picture["alt"]),
        ]
    }

    private func altFields(_ form: StaffForm, prefix: String, _ alt: JSON?) -> [[String: Any]] {
        [("altEn", "staffAltEn", "en"), ("altDe", "staffAltDe", "de")].map { name, label, language in
            [
                "altName": name, "altID": "\(prefix)\(name)", "altLabel": staff.word(label),
                "altIsOptional": language == "de",
                "altValue": form.value(name, usually: alt?[language]?.string ?? ""),
                "altFault": form.isWrong(name) ? staff.word("staffRuleAlt") as Any : false as Any,
            ]
        }
    }
}
