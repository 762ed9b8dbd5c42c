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
    private let placeholder: String

    /// Everything a page may look at in a request.
    private struct Key: Hashable {
        let path: String
        let query: String
        let languages: String?
        /// All but the token's and those of sessions, which such a page doesn't see.
        let cookies: [String: String]
        /// Whether the page's frame leads to an account or to the log-in.
        let isCustomer: Bool

        /// Bytes of all of it: nobody makes us keep what is longer.
        private static let limit = 2000

        /// Nil when it is too long.
        init?(_ visit: Visit) {
            path = visit.request.head.path
            query = visit.request.head.query
            languages = visit.request.head.headers["Accept-Language"]
            let unseen = Door.cookieNames(isSecure: visit.surroundings.isSecure) + [FormGuard.name]
            cookies = visit.cookies.filter { !unseen.contains($0.key) }
            isCustomer = visit.isCustomer
            let length = path.utf8.count + query.utf8.count + (languages?.utf8.count ?? 0)
            guard cookies.reduce(length, { $0 + $1.key.utf8.count + $1.value.utf8.count }) <= Self.limit else {
                return nil
            }
        }
    }

    init(_ standing: @escaping @Sendable () -> Standing?, draw: () -> UInt64) {
        answers = KeptAnswers(countLimit: 500, standing)
        placeholder = FormGuard.token([:], draw: draw).text
    }

    func show(_ page: any KeptPage, _ visit: Visit) async -> Response {
        guard let key = Key(visit) else { return await page.show(visit) }
        if let kept = answers.find(key) { return Self.personal(kept, visit) }
        let made = await answers.answer(to: key) {
            let response = await page.show(visit.impersonal(token: placeholder))
            return .init(response, places(in: response.body))
        }
        return Self.personal(made, visit)
    }

    private static func personal(_ kept: KeptAnswers<Key, [Int]>.Kept, _ visit: Visit) -> Response {
        var response = kept.response
        let token = Array(visit.token.utf8)
        for place in kept.note { response.body.replaceSubrange(place..<place + token.count, with: token) }
        return response
    }

    private func places(in body: [UInt8]) -> [Int] {
        let sought = Array(placeholder.utf8)
        var places: [Int] = []
        var rest = body[...]
        while let found = rest.firstRange(of: sought) {
            places.append(found.lowerBound)
            rest = rest[found.upperBound...]
        }
        return places
    }
}
