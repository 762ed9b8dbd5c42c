/// Something that must not stand in a log, a description or a crash report: to read it, one has to say so.
package struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable {
    private let value: Value

    package init(_ value: Value) { self.value = value }

    /// The secret itself, for the moment in which it is used.
    package func reveal() -> Value { value }

    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
