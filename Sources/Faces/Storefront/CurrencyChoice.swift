import Values
import Web

/// Takes a visitor's choice of currency, moves the cart into it, and leads back to where they were; to the cart when
/// not all of it is sold in that currency.
struct CurrencyChoice: FormPage {
    let path: PagePath = "/currency"

    static let keptSeconds = 365 * 24 * 3600

    func take(_ visit: Visit) async -> Response {
        guard let currency = visit.form["to"].flatMap(Currency.init) else { return visit.sorry(404, .noSuchPage) }
        let chosen = visit.cookie("currency", currency.code, seconds: Self.keptSeconds)
        let back = Response.go(LanguageChoice.local(visit.form["back"])).with(chosen)
        switch await CartMove(visit: visit, currency: currency).make() {
        case .nothing: return back
        case .unknown: return visit.sorry(503, .tryAgain)
        case .moved(let cart, let left) where left.isEmpty: return back.keeping(cart, for: visit)
        case .moved(let cart, let left):
            return await CartPage.show(cart, visit, left: left, chosen: currency).with(chosen)
        }
    }
}
