import Synchronization

/// What the last texts of a kind read as: whoever stores a value has it read again soon, by the job behind it. The text
/// itself is the key, so that nothing here can be out of date.
package final class RecentTexts<Value: Sendable>: Sendable {
    private struct State {
        var values: [String: Value] = [:]
        /// As they came; the oldest goes first.
        var texts: [String] = []
        var oldest = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many are remembered.
    package init(limit: Int) { self.limit = limit }

    package func note(_ value: Value, readFrom text: String) {
        state.withLock { state in
            guard state.values.updateValue(value, forKey: text) == nil else { return }
            if state.texts.count < limit {
                state.texts.append(text)
                return
            }
            state.values[state.texts[state.oldest]] = nil
            state.texts[state.oldest] = text
            state.oldest = (state.oldest + 1) % limit
        }
    }

    package func value(of text: String) -> Value? { state.withLock { $0.values[text] } }
}
