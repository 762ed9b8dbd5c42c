/// A text or number that is not what its type asks for; the reason is fit to be shown to whoever sent it.
package struct Malformed: Error, Equatable, CustomStringConvertible {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }

    package var description: String { reason }
}
