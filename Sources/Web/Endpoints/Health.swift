import Values

/// Says that the program runs; an orchestrator restarts one that doesn't answer.
package struct ReadLiveness: Endpoint {
    package static let route = Route(.get, "/health/live", .shop)
    package static let summary = "Says that the program runs."

    package init() {}

    package func answer(_ input: Nothing, for caller: Caller) async throws -> Health { Health(status: .up) }
}

/// Says whether requests can be served now; a load balancer sends none while they can't.
package struct ReadReadiness: Endpoint {
    package static let route = Route(.get, "/health/ready", .shop)
    package static let summary = "Says whether requests can be served now."
    package static let refusals: [any Refusal.Type] = [Unready.self]

    private let isReady: @Sendable () async -> Bool

    package init(isReady: @escaping @Sendable () async -> Bool) { self.isReady = isReady }

    package func answer(_ input: Nothing, for caller: Caller) async throws -> Health {
        guard await isReady() else { throw Unready() }
        return Health(status: .up)
    }

    struct Unready: Refusal {
        static let catalogue = [Unready().problem]

        var problem: Problem {
            Problem(503, "not-ready", "The shop can't serve requests now.", headers: ["Retry-After": "5"])
        }
    }
}

/// How the program is.
package struct Health: View {
    package let status: Status

    package enum Status: String, CaseIterable, Codable, Sendable { case up }
}
