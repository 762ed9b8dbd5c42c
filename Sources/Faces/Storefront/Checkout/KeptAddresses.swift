import Values
import Web

/// The addresses that whoever is logged in keeps, offered at the checkout.
struct KeptAddresses {
    private let visit: Visit
    private let items: [JSON]
    private let email: String

    /// Those of nobody for whoever hasn't logged in.
    init(_ visit: Visit) async {
        self.visit = visit
        guard case .whole(let insider) = await Insider.find(at: .customer, visit) else {
            (items, email) = ([], "")
            return
        }
        items = await insider.api.get("/v1/account/addresses").json["items"]?.array ?? []
        email = insider.email
    }

    /// The cart's addresses; the kept one that was `chosen`, or the first where the cart has none yet.
    func form(for cart: JSON, home: String, chosen: String?) -> AddressForm {
        let wanted = items.first { $0["id"]?.string == chosen }
        let isNew = (cart["invoiceAddress"] ?? .null).isNull
        guard !email.isEmpty, isNew || wanted != nil else { return AddressForm(cart: cart, home: home) }
        let address = (wanted ?? items.first)?["address"] ?? .null
        return AddressForm(cart: cart, kept: address, email: email, home: home)
    }

    /// Links that fill the form with one of them; without a session, one to the log-in.
    var content: [String: Any] {
        [
            "hasKept": !items.isEmpty, "offersLogIn": email.isEmpty,
            "kept": items.map { item in
                [
                    "keptLink": "/checkout?address=\(Percent.encoded(item["id"]?.string ?? ""))",
                    "keptLabel": item["label"]?.string ?? "",
                ]
            },
        ]
    }
}
