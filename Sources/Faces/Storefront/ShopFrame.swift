import Notices
import Values
import Web

extension Visit {
    /// Fills a template of the shop: the categories stand in its navigation, and the currencies to choose from at its
    /// foot.
    func shopPage(
        _ template: String, _ content: [String: Any], currencies: [Currency] = [], category: String? = nil,
        status: Int = 200
    ) async -> Response {
        let reply = await api.get("/v1/categories")
        let categories = (reply.json["items"]?.array ?? []).compactMap { item -> [String: Any]? in
            guard let id = item["id"]?.string else { return nil }
            return [
                "categoryLink": "/?category=\(Percent.encoded(id))", "categoryName": item.texts("name", in: language),
                "categoryIsHere": id == category,
            ]
        }
        var content = content
        content["hasShopCategories"] = !categories.isEmpty
        content["shopCategories"] = categories
        content["hasShopCurrencies"] = currencies.count > 1
        content["shopCurrencies"] = currencies.map { currency in
            let isHere = currency == self.currency(of: currencies)
            return ["currencyCode": currency.code, "currencyIsHere": isHere] as [String: Any]
        }
        return page(template, content, status: status)
    }

    /// The currency the visitor chose, if it is among `sold`; else the first of these.
    func currency(of sold: [Currency]) -> Currency {
        let chosen = cookies["currency"].flatMap(Currency.init)
        return chosen.flatMap { sold.contains($0) ? $0 : nil } ?? sold.first ?? .EUR
    }

    /// The id of the visitor's cart.
    var cart: String? { cookies["cart"].flatMap { $0.isEmpty ? nil : $0 } }

    /// How many pieces are in it, as of the last change; false when none. A cookie knows, so that no page has to ask.
    var cartCount: Any {
        guard cart != nil, let count = cookies[CartCookies.count].flatMap({ Int($0) }), (1...99_999).contains(count)
        else { return false }
        return count
    }

    /// As people write it in the visitor's language.
    func amount(_ money: Money) -> String { Written(language).amount(money) }

    /// With the sign in front that says whether it is added or taken off.
    func change(_ money: Money) -> String {
        money.amount > 0 ? "+\(amount(money))" : amount(money).replacing("-", with: "−")
    }
}

extension JSON {
    /// A member that is a text in several languages, in one of them.
    func texts(_ name: String, in language: Language) -> String {
        let texts = self[name]
        return texts?[language.rawValue]?.string ?? texts?["en"]?.string ?? ""
    }

    /// An amount; nil when it is none.
    var money: Money? {
        guard let amount = self["amount"]?.integer, let code = self["currency"]?.string,
              let currency = Currency(rawValue: code) else { return nil }
        return Money(amount, currency)
    }

    /// A member that is a list of amounts.
    func amounts(_ name: String) -> [Money] { (self[name]?.array ?? []).compactMap(\.money) }

    /// The currencies of a product's prices, in the shop's order.
    var soldIn: [Currency] { amounts("prices").map(\.currency) }
}

extension Storefront {
    static let shopWords: [String: Texts] = [
        "yourAccount": Texts(en: "Account", de: "Konto"),
        "logIn": Texts(en: "Log in", de: "Anmelden"),
        "cart": Texts(en: "Cart", de: "Warenkorb"),
        "search": Texts(en: "Search", de: "Suchen"),
        "searchShop": Texts(en: "Search the shop", de: "Im Shop suchen"),
        "categories": Texts(en: "Categories", de: "Kategorien"),
        "currency": Texts(en: "Currency", de: "Währung"),
    ]
}
