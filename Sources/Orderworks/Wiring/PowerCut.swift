import Glibc
import Storage

/// Ends the program at a step, with nothing said to anybody: what `--end-at` asks for.
struct PowerCut: Sendable {
    let end: Failpoint

    init(_ end: Failpoint) { self.end = end }

    func pass(_ point: Failpoint) {
        guard point == end else { return }
        kill(getpid(), SIGKILL)
        // The signal may take a moment to arrive; nothing may be done meanwhile.
        pause()
    }
}
