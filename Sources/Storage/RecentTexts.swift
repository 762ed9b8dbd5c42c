import Glibc
import Synchronization

/// What the last texts of a kind read as: whoever stores a value has it read again soon, by the job behind it. The text
/// itself is the key, byte for byte, so that nothing here can be out of date.
package final class RecentTexts<Value: Sendable>: Sendable {
    private let recent: RecentReadings

    /// - Parameter limit: how many are remembered.
    package init(limit: Int) { recent = RecentReadings(limit: limit) }

    package func note(_ value: Value, readFrom text: String) { recent.note(value, readFrom: TextBytes(text)) }

    package func value(of text: String) -> Value? { recent.value(of: TextBytes(text)) as? Value }
}

/// The same for any kind. To ask the runtime for one that is known only while the program runs costs more than to look
/// a text up.
private final class RecentReadings: Sendable {
    private struct State {
        var values: [TextBytes: any Sendable] = [:]
        /// As they came; the oldest goes first.
        var texts: [TextBytes] = []
        var oldest = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    func note(_ value: any Sendable, readFrom text: TextBytes) {
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

    func value(of text: TextBytes) -> (any Sendable)? { state.withLock { $0.values[text] } }
}

/// A text as it is written. Strings compare as people read them, so that one with an `ü` of one or two scalars is
/// the same, and each look at a long one would first compose all of it.
private struct TextBytes: Hashable {
    private var text: String

    /// Of either end.
    private static let hashed = 96

    init(_ text: String) {
        self.text = text
        self.text.makeContiguousUTF8()
    }

    static func == (one: TextBytes, other: TextBytes) -> Bool {
        one.withBytes { bytes in
            other.withBytes { others in
                guard bytes.count == others.count else { return false }
                guard let here = bytes.baseAddress, let there = others.baseAddress else { return true }
                return memcmp(here, there, bytes.count) == 0
            }
        }
    }

    /// Of a long text its ends are enough, since what has the same is compared anyway.
    func hash(into hasher: inout Hasher) {
        withBytes { bytes in
            if bytes.count <= 2 * Self.hashed { return hasher.combine(bytes: bytes) }
            hasher.combine(bytes.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.hashed)))
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes.suffix(Self.hashed)))
        }
    }

    private func withBytes<Answer>(_ body: (UnsafeRawBufferPointer) -> Answer) -> Answer {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
