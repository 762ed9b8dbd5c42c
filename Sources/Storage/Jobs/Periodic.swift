import Logging
import Values

/// Work done again and again while the program runs: a sweeper. Its first pass comes at the start.
package struct Periodic: Sendable {
    package let name: String
    /// From the end of one pass to the beginning of the next.
    package let every: Instant.Span
    /// One pass. What it throws is logged; the next pass comes all the same.
    package let work: @Sendable () async throws -> Void

    package init(_ name: String, every: Instant.Span, work: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.every = every
        self.work = work
    }

    func run(in shop: Shop) async {
        while !Task.isCancelled {
            do {
                try await work()
            } catch {
                if Task.isCancelled { return }
                shop.log.error("periodic work failed", metadata: ["name": "\(name)", "error": "\(error)"])
            }
            do { try await shop.time.sleep(every) } catch { return }
        }
    }
}
