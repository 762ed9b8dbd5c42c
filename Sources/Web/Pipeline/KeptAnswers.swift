import Synchronization
import Values

/// What all answers rest on: for as long as it stays the same, so does what an endpoint answers that looks at nothing
/// else.
package struct Standing: Hashable, Sendable {
    /// How many transactions the shop's database has committed.
    let commits: Int
    /// Prices and taxes begin and end with a day.
    let day: Day

    package init(commits: Int, day: Day) {
        self.commits = commits
        self.day = day
    }
}

/// Answers of the endpoints that declare themselves `isKept`, written out, for as long as the shop stands as it stood
/// when they were made. Any commit ends that, before its caller is told of it: whoever has changed something, and
/// whoever hears of it, reads it.
final class KeptAnswers: Sendable {
    /// More than a shop has pages that many people look at.
    static let countLimit = 2000
    static let bytesLimit = 16 * 1024 * 1024

    private struct State {
        var standing: Standing?
        var answers: [String: Response] = [:]
        var bytes = 0
    }

    private let standing: @Sendable () -> Standing?
    private let state = Mutex(State())

    /// - Parameter standing: nil where nobody can tell, or while a commit is under way.
    init(_ standing: @escaping @Sendable () -> Standing?) { self.standing = standing }

    /// The answer to this request; made by `make` unless it is kept. Only a 200 is kept.
    func answer(
        to head: Request.Head, make: () async throws -> Response
    ) async throws -> Response {
        guard let before = standing() else { return try await make().tagged }
        let key = "\(head.path)?\(head.query)"
        if let kept = find(key, before) { return kept }
        let made = try await make().tagged
        // Unchanged in between: then it was made of just this.
        if made.status == 200, standing() == before { keep(made, key, before) }
        return made
    }

    private func find(_ key: String, _ standing: Standing) -> Response? {
        state.withLock { $0.standing == standing ? $0.answers[key] : nil }
    }

    private func keep(_ response: Response, _ key: String, _ standing: Standing) {
        state.withLock { state in
            if state.standing != standing || state.answers.count >= Self.countLimit
                || state.bytes + response.body.count > Self.bytesLimit {
                state.answers.removeAll(keepingCapacity: true)
                state.bytes = 0
                state.standing = standing
            }
            guard state.answers.updateValue(response, forKey: key) == nil else { return }
            state.bytes += response.body.count
        }
    }
}

extension Response {
    /// With an `ETag` made of its body, so that who has it already is told so.
    fileprivate var tagged: Response {
        guard status == 200, headers["ETag"] == nil else { return self }
        var response = self
        response.headers["ETag"] = "\"\(Digest.hex(Digest.sha256(body).prefix(12)))\""
        return response
    }
}
