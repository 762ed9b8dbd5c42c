import Values

/// Shows the server's counts to Prometheus.
package struct ReadMetrics: Endpoint {
    package static let route = Route(.get, "/metrics", .shop)
    package static let summary = "Shows the server's counts as Prometheus text."

    private let metrics: Metrics

    package init(_ metrics: Metrics) { self.metrics = metrics }

    package func answer(_ input: Nothing, for caller: Caller) async throws -> Media {
        Media("text/plain; version=0.0.4; charset=utf-8", Array(metrics.text.utf8))
    }
}
