/// Stored answers by the path they are asked for, made into what a server sends.
struct AnswerTable<Sent: Sendable>: Sendable {
    private var plain: [String: Sent] = [:]
    /// For those who name the tag of what they have.
    private var revalidated: [String: (tag: String, sent: Sent)] = [:]

    init(_ answers: [StoredAnswer], _ make: (StoredAnswer) -> Sent) {
        for answer in answers {
            if answer.status == 304 {
                revalidated[answer.path] = (answer["ETag"] ?? "", make(answer))
            } else {
                plain[answer.path] = make(answer)
            }
        }
    }

    /// Nil for a path that nothing is stored for.
    func answer(_ path: String, has tag: @autoclosure () -> String?) -> Sent? {
        if let known = revalidated[path], known.tag == tag() { return known.sent }
        return plain[path]
    }
}
