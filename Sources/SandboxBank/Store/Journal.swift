import Synchronization

/// Where the bank's lines go, in the order of `append`.
package protocol Journal: Sendable {
    /// Takes a line, without its end, and gives it a number one higher than the last one's. Doesn't wait.
    func append(_ line: [UInt8]) -> Int

    /// The number of the last line taken.
    var last: Int { get }

    /// Returns when that line and all before it will survive a crash. Throws when they can't be written; from then on
    /// nothing can.
    func durable(through number: Int) async throws
}

/// Lines in memory alone, for a simulator that decides itself what a crash takes.
package final class MemoryJournal: Journal {
    private let kept: Mutex<[[UInt8]]>

    package init(_ lines: [[UInt8]] = []) { kept = Mutex(lines) }

    package var lines: [[UInt8]] { kept.withLock { $0 } }

    package var last: Int { kept.withLock { $0.count } }

    package func append(_ line: [UInt8]) -> Int {
        kept.withLock { lines in
            lines.append(line)
            return lines.count
        }
    }

    package func durable(through number: Int) async throws {}
}
