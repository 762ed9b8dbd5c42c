import Synchronization
import Values

/// What all answers rest on: for as long as it stays the same, so does what an endpoint answers that looks at nothing
/// else.
package struct Standing: Hashable, Sendable {
    /// How many transactions that changed anything the shop's database has committed.
    let commits: Int
    /// Prices and taxes begin and end with a day.
    let day: Day

    package init(commits: Int, day: Day) {
        self.commits = commits
        self.day = day
    }
}

/// Answers, written out, for as long as the shop stands as it stood when they were made. Any change ends that, before
/// its caller is told of it: whoever has changed something, and whoever hears of it, reads it.
package final class KeptAnswers<Key: Hashable & Sendable, Note: Sendable>: Sendable {
    /// An answer, and what its maker noted of it.
    package struct Kept: Sendable {
        package let response: Response
        package let note: Note

        package init(_ response: Response, _ note: Note) {
            self.response = response
            self.note = note
        }
    }

    private struct State {
        var standing: Standing?
        var answers: [Key: Kept] = [:]
        var bytes = 0
        /// Of each key the one that began last.
        var making: [Key: Making] = [:]
    }

    /// An answer that somebody is making, for others as well: for all who came while the shop stood as it did when its
    /// maker began, and who thus can't have heard of anything newer. No more wait than the server has connections.
    private final class Making: Sendable {
        let standing: Standing
        private let state = Mutex<(end: Kept??, waiting: [CheckedContinuation<Kept?, Never>])>((nil, []))

        init(_ standing: Standing) { self.standing = standing }

        /// The answer once it is made; nil when it turned out to be none to be kept.
        var answer: Kept? {
            get async {
                await withCheckedContinuation { caller in
                    let end = state.withLock { state in
                        if state.end == nil { state.waiting.append(caller) }
                        return state.end
                    }
                    if let end { caller.resume(returning: end) }
                }
            }
        }

        func end(_ answer: Kept?) {
            let waiting = state.withLock { state in
                state.end = .some(answer)
                defer { state.waiting = [] }
                return state.waiting
            }
            waiting.forEach { $0.resume(returning: answer) }
        }
    }

    /// What is to be done for an answer.
    private enum Turn {
        case take(Kept)
        case join(Making)
        case make(Making)
    }

    private let countLimit: Int
    private let bytesLimit: Int
    private let standing: @Sendable () -> Standing?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - countLimit: how many are kept, and `bytesLimit` bytes of them; all are let go when there would be more.
    ///   - standing: nil where nobody can tell, or while a commit is under way.
    package init(
        countLimit: Int = 2000, bytesLimit: Int = 8 * 1024 * 1024, _ standing: @escaping @Sendable () -> Standing?
    ) {
        self.countLimit = countLimit
        self.bytesLimit = bytesLimit
        self.standing = standing
    }

    /// The answer, if it is kept and good.
    package func find(_ key: Key) -> Kept? {
        guard let now = standing() else { return nil }
        return state.withLock { $0.standing == now ? $0.answers[key] : nil }
    }

    /// The answer that `make` makes, which is kept when it is a 200 and nothing changed meanwhile. Who asks for what is
    /// being made already waits for that: after a change hundreds may ask for the same page.
    package func answer(to key: Key, make: () async throws -> Kept) async rethrows -> Kept {
        guard let before = standing() else { return try await make() }
        switch turn(key, before) {
        case .take(let kept): return kept
        case .join(let making):
            if let shared = await making.answer { return shared }
            return try await make()
        case .make(let making):
            var answer: Kept?
            defer { end(making, key, answer) }
            let made = try await make()
            if made.response.status == 200 { answer = made }
            return made
        }
    }

    private func turn(_ key: Key, _ standing: Standing) -> Turn {
        state.withLock { state in
            if state.standing == standing, let kept = state.answers[key] { return .take(kept) }
            if let making = state.making[key], making.standing == standing { return .join(making) }
            let making = Making(standing)
            state.making[key] = making
            return .make(making)
        }
    }

    private func end(_ making: Making, _ key: Key, _ answer: Kept?) {
        if let answer, standing() == making.standing { keep(answer, key, making.standing) }
        state.withLock { state in
            if state.making[key] === making { state.making[key] = nil }
        }
        making.end(answer)
    }

    private func keep(_ made: Kept, _ key: Key, _ standing: Standing) {
        state.withLock { state in
            if state.standing != standing || state.answers.count >= countLimit
                || state.bytes + made.response.body.count > bytesLimit {
                state.answers.removeAll(keepingCapacity: true)
                state.bytes = 0
                state.standing = standing
            }
            guard state.answers.updateValue(made, forKey: key) == nil else { return }
            state.bytes += made.response.body.count
        }
    }
}

/// What an answer of the API is kept by.
struct Address: Hashable, Sendable {
    let path: String
    let query: String

    /// Bytes of path and query: nobody makes us keep what is longer.
    private static let limit = 1000

    /// Nil for what isn't only read, and for whoever says who they are: they are looked at, though the answer would be
    /// the same.
    init?(_ head: Request.Head) {
        guard head.method == .get || head.method == .head, head.path.utf8.count + head.query.utf8.count <= Self.limit,
              head.headers["Authorization"] == nil, head.headers["Cookie"] == nil else { return nil }
        path = head.path
        query = head.query
    }
}

extension Response {
    /// With an `ETag` made of its body, so that who has it already is told so.
    var tagged: Response {
        guard status == 200, headers["ETag"] == nil else { return self }
        var response = self
        response.headers["ETag"] = "\"\(Digest.hex(Digest.sha256(body).prefix(12)))\""
        return response
    }
}
