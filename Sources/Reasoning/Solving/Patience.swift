/// How long somebody waits: for an answer made of many questions, each of which may take what is left; or before
/// something is tried again.
package struct Patience: Sendable {
    let time: Duration
    let until: ContinuousClock.Instant

    package init(_ time: Duration) {
        self.time = time
        until = .now + time
    }

    package var isOver: Bool { ContinuousClock.now >= until }
}
