import Values
import Web

/// A page that shows what the shop holds, and nothing of its visitor but what their languages and cookies say, their
/// sessions excepted, which it never sees: it is kept, written out, until anything changes.
protocol KeptPage: Page {}

/// Pages as they were shown, but for the visitor's own token, whose places are noted.
struct KeptPages: Sendable {
    private let answers: KeptAnswers<Key, [Int]>
    /// Stands in a kept page for the token, and is as long. Drawn, so that nobody can ask for a page that has it
    /// elsewhere.
    private let placeholder: FormGuard.Token
    private let isSecure: Bool
    private let draw: @Sendable () -> UInt64
    /// Of the cookies that such a page doesn't see.
    private let sessions: Set<Substring>
    private let customer: Substring

    /// Everything a page may look at in a request.
    private struct Key: Hashable {
        let path: String
        let query: String
        let languages: String?
        /// All but the token's and those of sessions, which such a page doesn't see: `name=value;` and so on.
        var cookies = ""
        /// Whether the page's frame leads to an account or to the log-in.
        var isCustomer = false

        /// Bytes of all of it: nobody makes us keep what is longer.
        private static let limit = 2000

        init(_ head: Request.Head) {
            path = head.path
            query = head.query
            languages = head.headers["Accept-Language"]
        }

        var isTooLong: Bool {
            path.utf8.count + query.utf8.count + (languages?.utf8.count ?? 0) + cookies.utf8.count > Self.limit
        }
    }

    /// What is asked for, and by whom.
    private struct Asked {
        let key: Key
        /// The visitor's cookie with their token, whatever it holds.
        let token: String?
    }

    init(_ surroundings: Site.Surroundings) {
        answers = KeptAnswers(countLimit: 500, surroundings.standing)
        placeholder = FormGuard.token(nil, draw: surroundings.draw)
        isSecure = surroundings.isSecure
        draw = surroundings.draw
        sessions = Set(Door.cookieNames(isSecure: isSecure).map { $0[...] })
        customer = Door.customer.cookieName(isSecure: isSecure)[...]
    }

    /// The page as it is kept, made the visitor's own; nil when it isn't.
    func find(_ head: Request.Head) -> Response? {
        guard head.method == .get || head.method == .head else { return nil }
        let asked = asked(head)
        guard let kept = answers.find(asked.key) else { return nil }
        return personal(kept, FormGuard.token(asked.token, draw: draw))
    }

    /// The page, which is kept from now on unless too much is asked for.
    func show(_ page: any KeptPage, _ visit: Visit) async -> Response {
        let key = asked(visit.request.head).key
        guard !key.isTooLong else { return await page.show(visit) }
        let made = await answers.answer(to: key) {
            let response = await page.show(visit.impersonal(placeholder))
            return .init(response.guarded, places(in: response.body))
        }
        return Self.filled(made, visit.token)
    }

    private func asked(_ head: Request.Head) -> Asked {
        var key = Key(head)
        var token: Substring?
        for (name, value) in Cookie.pairs(in: head.headers) {
            if name == FormGuard.name {
                token = token ?? value
            } else if sessions.contains(name) {
                key.isCustomer = key.isCustomer || name == customer
            } else {
                key.cookies += "\(name)=\(value);"
            }
        }
        return Asked(key: key, token: token.map(String.init))
    }

    private func personal(_ kept: KeptAnswers<Key, [Int]>.Kept, _ token: FormGuard.Token) -> Response {
        FormGuard.marked(Self.filled(kept, token), token, isSecure: isSecure)
    }

    private static func filled(_ kept: KeptAnswers<Key, [Int]>.Kept, _ token: FormGuard.Token) -> Response {
        var response = kept.response
        for place in kept.note {
            response.body.replaceSubrange(place..<place + token.text.utf8.count, with: token.text.utf8)
        }
        return response
    }

    private func places(in body: [UInt8]) -> [Int] {
        let sought = Array(placeholder.text.utf8)
        return body.indices.dropLast(sought.count - 1).filter { place in
            body[place] == sought[0] && body[place..<place + sought.count].elementsEqual(sought)
        }
    }
}
