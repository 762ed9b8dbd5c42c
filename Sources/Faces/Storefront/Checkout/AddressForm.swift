import Values
import Web

/// The fields of the buyer's addresses: from the cart or from what was typed, and back into the API's JSON.
struct AddressForm {
    let values: Fields
    let hasOtherDelivery: Bool
    let faults: [String: String]
    private let pointer: String

    /// Before the field of a delivery address of its own.
    private static let prefix = "delivery-"

    private struct Part {
        let name: String
        let complete: String
        let width: Field.Width
        var isOptional = false
    }

    private static let parts = [
        Part(name: "name", complete: "name", width: .whole),
        Part(name: "company", complete: "organization", width: .whole, isOptional: true),
        Part(name: "street", complete: "address-line1", width: .whole),
        Part(name: "extra", complete: "address-line2", width: .whole, isOptional: true),
        Part(name: "postalCode", complete: "postal-code", width: .third),
        Part(name: "city", complete: "address-level2", width: .rest),
        Part(name: "region", complete: "address-level1", width: .whole, isOptional: true),
        Part(name: "phone", complete: "tel", width: .whole, isOptional: true),
    ]

    /// As the cart knows them; `home` is where most buyers live.
    init(cart: JSON, home: String) {
        var fields: [(name: String, value: String)] = [("email", cart["email"]?.string ?? "")]
        let invoice = cart["invoiceAddress"] ?? .null
        let delivery = cart["deliveryAddress"] ?? .null
        for (prefix, address) in [("", invoice), (Self.prefix, delivery)] {
            for part in Self.parts { fields.append((prefix + part.name, address[part.name]?.string ?? "")) }
            fields.append((prefix + "country", address["country"]?.string ?? home))
        }
        values = Fields(fields)
        hasOtherDelivery = !delivery.isNull && delivery != invoice
        pointer = "#/invoiceAddress"
        faults = [:]
    }

    /// As they were typed; `reply` says what is wrong with them. `pointer` is where the API takes the first address.
    init(typed: Fields, reply: Reply?, at pointer: String = "#/invoiceAddress") {
        values = typed
        hasOtherDelivery = typed.has("otherDelivery")
        self.pointer = pointer
        faults = reply?.faults ?? [:]
    }

    /// One address, as a customer keeps it.
    init(kept address: JSON, home: String) { self.init(cart: ["invoiceAddress": address], home: home) }

    /// The cart's, or in their place a kept one where the cart has none yet, or where it was chosen.
    init(cart: JSON, kept address: JSON, email: String, home: String) {
        let known = cart["email"]?.string ?? email
        self.init(cart: ["email": .string(known), "invoiceAddress": address], home: home)
    }

    /// As the API takes them, with the language to write to the buyer in. What was left empty is left out.
    func json(in language: Language) -> JSON {
        var object: JSON.Object = ["invoiceAddress": address(""), "language": .string(language.rawValue)]
        if let email = values["email"] { object["email"] = .string(email) }
        if hasOtherDelivery { object["deliveryAddress"] = address(Self.prefix) }
        return .object(object)
    }

    /// The first address alone, as the API takes it.
    var firstAddress: JSON { address("") }

    /// The fields of the first address alone.
    func content(of visit: Visit, _ destinations: Destinations) -> [String: Any] {
        let all = content(visit, destinations)
        return all.filter { ["invoice", "invoiceCountries"].contains($0.key) }
    }

    private func address(_ prefix: String) -> JSON {
        var object = JSON.Object()
        for name in Self.parts.map(\.name) + ["country"] {
            if let value = values[prefix + name] { object[name] = .string(value) }
        }
        return .object(object)
    }

    func content(_ visit: Visit, _ destinations: Destinations) -> [String: Any] {
        let email = Field(
            name: "email", label: word("email", visit), value: values["email"] ?? "",
            fault: fault("#/email", "email", visit), type: "email", complete: "email", hint: word("emailHint", visit))
        return [
            "email": [email.content],
            "invoice": fields("", pointer, "billing", visit),
            "invoiceCountries": [
                "countryField": "country", "countryComplete": "billing country",
                "countryGroups": destinations.all(chosen: values["country"], in: visit.language),
            ],
            "hasOtherDelivery": hasOtherDelivery,
            "deliveryFields": fields(Self.prefix, "#/deliveryAddress", "shipping", visit),
            "deliveryCountries": [
                "countryField": Self.prefix + "country", "countryComplete": "shipping country",
                "countryGroups": destinations.reached(chosen: values[Self.prefix + "country"], in: visit.language),
            ],
            "hasFaults": !faults.isEmpty,
        ]
    }

    private func fields(_ prefix: String, _ pointer: String, _ kind: String, _ visit: Visit) -> [[String: Any]] {
        Self.parts.map { part in
            // A delivery address of its own is optional as a whole, so none of it is announced as required.
            Field(
                name: prefix + part.name, label: word(part.name, visit), value: values[prefix + part.name] ?? "",
                fault: fault("\(pointer)/\(part.name)", part.name, visit), complete: "\(kind) \(part.complete)",
                isOptional: part.isOptional, isFree: !prefix.isEmpty, width: part.width
            ).content
        }
    }

    private func word(_ name: String, _ visit: Visit) -> String { Words.text("address \(name)", in: visit.language) }

    private func fault(_ pointer: String, _ name: String, _ visit: Visit) -> String? {
        guard let detail = faults[pointer] else { return nil }
        if detail == "is missing" || detail == "must not be empty" { return word("missing", visit) }
        if detail.hasPrefix("must have") { return word("tooLong", visit) }
        return name == "email" ? word("noEmail", visit) : word("unfit", visit)
    }
}
