import Synchronization
import Values
import Web

/// A page of the bank's that the buyer's browser goes to. No key is asked for: the id in its address is hard enough to
/// guess.
protocol VisitedPage {
    /// What a browser is shown, and where it goes with what it has sent; nil when the bank knows nothing of the kind.
    func answers(in books: Books, at now: Instant) -> (shown: Response, sent: Response)?

    /// What its form does.
    func errand(_ form: Form) throws(StripeError) -> any Errand

    /// A button pressed twice, or too late: a browser is shown where things stand, like the first time.
    func isLate(_ error: StripeError) -> Bool

    /// For who asks in JSON after what isn't there; a browser gets `unknownPage`.
    var unknown: StripeError { get }
}

extension VisitedPage {
    fileprivate var unknownPage: Response {
        BuyersPage.response(404, "No such payment", "<p>The bank knows no such payment.</p>")
    }
}

extension SandboxBank {
    func show(_ page: any VisitedPage, _ request: Request, during visit: Visit) async throws(StripeError) -> Response {
        let wantsJSON = request.head.headers["Accept"]?.contains("application/json") ?? false
        guard books.withLock({ page.answers(in: $0, at: visit.now) }) != nil else {
            return wantsJSON ? Self.response(page.unknown, during: visit) : page.unknownPage
        }
        switch request.head.method {
        case .get: break
        case .post:
            do throws(StripeError) {
                let form = try Form(request)
                let answer = try await change([], Asked(), during: visit) { () throws(StripeError) in
                    try page.errand(form)
                }
                if wantsJSON { return answer }
            } catch {
                guard page.isLate(error), !wantsJSON else { throw error }
            }
        default: throw .unknownURL(request.head)
        }
        let (answers, number) = books.withLock { (page.answers(in: $0, at: visit.now), journal.last) }
        try await keep(through: number)
        guard let answers else { return page.unknownPage }
        return request.head.method == .post ? answers.sent : answers.shown
    }
}
