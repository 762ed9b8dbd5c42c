import Synchronization

/// Remembers the JSON of a value that doesn't change: it is written once, however many rows and answers it stands in.
/// It equals every other, so that it makes no difference to the value it is part of.
package struct JSONOnce: Hashable, Sendable {
    private let memory = Memory()

    private final class Memory: Sendable {
        let bytes = Mutex<[UInt8]?>(nil)
    }

    package init() {}

    package static func == (left: Self, right: Self) -> Bool { true }

    package func hash(into hasher: inout Hasher) {}

    /// Writes what `make` writes, which is asked the first time.
    package func write(to writer: inout JSONWriter, _ make: (inout JSONWriter) -> Void) {
        let bytes = memory.bytes.withLock { known in
            if let known { return known }
            var own = JSONWriter()
            make(&own)
            let made = own.bytes
            known = made
            return made
        }
        writer.json(bytes)
    }
}
