import Synchronization
import Values
import Web

extension SandboxBank {
    /// The buyer's own visit to the payment page: no key is asked for, the visit's id is hard enough to guess.
    func checkOut(
        _ id: ID<CheckoutSession>, _ request: Request, during visit: Visit
    ) async throws(StripeError) -> Response {
        let wantsJSON = request.head.headers["Accept"]?.contains("application/json") ?? false
        guard books.withLock({ $0.sessions[id] }) != nil else {
            return wantsJSON ? Self.response(.noSuch("checkout.session", id.text, param: "session"), during: visit)
                : CheckoutPage.unknown
        }
        switch request.head.method {
        case .get: break
        case .post:
            do throws(StripeError) {
                let form = try Form(request)
                let answer = try await change([], Asked(), during: visit) { () throws(StripeError) in
                    try PayAtCheckout(id, form)
                }
                if wantsJSON { return answer }
            } catch {
                // A button pressed twice, or too late: the page says where the visit stands.
                guard error.status == 400, !wantsJSON else { throw error }
            }
        default: throw .unknownURL(request.head)
        }
        let found = books.withLock { books in books.sessions[id].map { ($0, books.payment(of: $0)) } }
        guard let (session, intent) = found else { return CheckoutPage.unknown }
        try await keep(through: journal.last)
        let page = CheckoutPage(session, intent, at: visit.now)
        return request.head.method == .post ? page.afterPaying : page.response
    }
}
