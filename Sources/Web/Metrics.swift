import Synchronization

/// Counts of what the server does, in the text format that Prometheus reads
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
package final class Metrics: Sendable {
    private let state = Mutex(State())

    /// Upper bounds of the histogram's buckets, in seconds.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        var routes: [Key: Tally] = [:]
        var gauges: [Gauge] = []
    }

    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private struct Tally {
        var count = 0
        var seconds = 0.0
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)

        mutating func note(_ took: Double) {
            count += 1
            seconds += took
            if let bucket = Metrics.bounds.firstIndex(where: { took <= $0 }) { buckets[bucket] += 1 }
        }
    }

    /// A number that is read when it is asked for: jobs waiting, connections open.
    package struct Gauge: Sendable {
        let name: String
        let help: String
        let read: @Sendable () -> Double
    }

    package init() {}

    /// Registers a number under `name` (letters and `_`, with its unit at the end); one that stands there is replaced.
    package func gauge(_ name: String, _ help: String, _ read: @escaping @Sendable () -> Double) {
        state.withLock { state in
            state.gauges.removeAll { $0.name == name }
            state.gauges.append(Gauge(name: name, help: help, read: read))
        }
    }

    func note(_ route: String, _ status: Int, _ took: Duration) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        state.withLock { $0.routes[Key(route: route, status: status), default: Tally()].note(seconds) }
    }

    /// Everything as Prometheus text.
    package var text: String {
        let (routes, gauges) = state.withLock { ($0.routes, $0.gauges) }
        var lines = [
            "# HELP orderworks_request_seconds How long requests took, by route and status; 0 if kept or not let in.",
            "# TYPE orderworks_request_seconds histogram",
        ]
        for (key, tally) in routes.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }) {
            let labels = "route=\"\(key.route)\",status=\"\(key.status)\""
            var below = 0
            for (bound, count) in zip(Self.bounds, tally.buckets) {
                below += count
                lines.append("orderworks_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(below)")
            }
            lines.append("orderworks_request_seconds_bucket{\(labels),le=\"+Inf\"} \(tally.count)")
            lines.append("orderworks_request_seconds_sum{\(labels)} \(tally.seconds)")
            lines.append("orderworks_request_seconds_count{\(labels)} \(tally.count)")
        }
        for gauge in gauges.sorted(by: { $0.name < $1.name }) {
            lines.append("# HELP \(gauge.name) \(gauge.help)")
            lines.append("# TYPE \(gauge.name) gauge")
            lines.append("\(gauge.name) \(gauge.read())")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
