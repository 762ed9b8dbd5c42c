import Values

/// An answer that says no, as RFC 9457 writes it (`application/problem+json`).
package struct Problem: Error, Sendable, Equatable {
    package let status: Int
    /// Stable name of this kind of refusal, the last part of its `type`: `cart-full`.
    package let name: String
    /// One sentence for people.
    package let title: String
    /// Members of its own: `["limit": 100]`.
    package let members: [Member]
    /// What is wrong with the input, all at once.
    package let faults: [Fault]
    /// Header fields that go with it: `Allow`, `Retry-After`.
    package let headers: [String: String]

    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSON
    }

    /// One fault of the input.
    package struct Fault: Sendable, Equatable {
        /// Where: a JSON pointer into the body (`#/quantity`), `query:limit`, `path:cart` or `header:Idempotency-Key`.
        package let pointer: String
        package let detail: String

        package init(_ pointer: String, _ detail: String) {
            self.pointer = pointer
            self.detail = detail
        }
    }

    package init(
        _ status: Int, _ name: String, _ title: String, _ members: KeyValuePairs<String, JSON> = [:],
        faults: [Fault] = [], headers: [String: String] = [:]
    ) {
        self.status = status
        self.name = name
        self.title = title
        self.members = members.map { Member(name: $0.key, value: $0.value) }
        self.faults = faults
        self.headers = headers
    }

    private init(_ problem: Problem, faults: [Fault]) {
        status = problem.status
        name = problem.name
        title = problem.title
        members = problem.members
        self.faults = faults
        headers = problem.headers
    }

    /// The same with these faults.
    package func with(_ faults: [Fault]) -> Problem { Problem(self, faults: faults) }
}

/// A failure the business can name, and how it reads to a client.
package protocol Refusal: Error, Sendable {
    /// One of each kind, for the API document.
    static var catalogue: [Problem] { get }

    var problem: Problem { get }
}
