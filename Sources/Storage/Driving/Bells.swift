import Synchronization

/// Who listens for the commits of which channel: what a driver tells of its commits through.
package final class Bells: Sendable {
    private struct State {
        var listeners: [Channel: [Int: AsyncStream<Void>.Continuation]] = [:]
        var count = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Rings once for any number of commits that came since the listener last looked.
    package func listen(on channel: Channel) -> AsyncStream<Void> {
        let (stream, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.count += 1
            state.listeners[channel, default: [:]][state.count] = listener
            return state.count
        }
        guard let number else {
            listener.finish()
            return stream
        }
        listener.onTermination = { [weak self] _ in
            self?.state.withLock { state in _ = state.listeners[channel]?.removeValue(forKey: number) }
        }
        return stream
    }

    package func ring(_ channels: Set<Channel>) {
        guard !channels.isEmpty else { return }
        let listeners = state.withLock { state in channels.flatMap { state.listeners[$0, default: [:]].values } }
        listeners.forEach { $0.yield() }
    }

    package func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return state.listeners.values.flatMap(\.values)
        }
        listeners.forEach { $0.finish() }
    }
}
