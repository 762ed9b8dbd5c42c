import Values
import Web

/// Takes a visitor's choice of currency, moves the cart into it, and leads back to where they were.
struct CurrencyChoice: FormPage {
    let path: PagePath = "/currency"

    static let keptSeconds = 365 * 24 * 3600

    func take(_ visit: Visit) async -> Response {
        guard let currency = visit.form["to"].flatMap(Currency.init) else { return visit.sorry(404, .noSuchPage) }
        let response = Response.go(LanguageChoice.local(visit.form["back"]))
            .with(visit.cookie("currency", currency.code, seconds: Self.keptSeconds))
        guard let cart = await OpenCart(visit: visit).move(to: currency) else { return response }
        return response.keeping(cart, for: visit)
    }
}
