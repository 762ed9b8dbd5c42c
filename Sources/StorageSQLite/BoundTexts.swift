/// Memory for the texts that a connection's running statements were given, for which SQLite would allocate each time.
/// Statements end in the opposite order of their beginning, so what one was given is taken back by setting `used` to
/// what it was before.
final class BoundTexts {
    /// More than almost all statements are given. What is more than that SQLite keeps itself.
    private static let size = 32 * 1024

    private let start = UnsafeMutablePointer<CChar>.allocate(capacity: size)
    var used = 0

    deinit { start.deallocate() }

    /// Where the text was copied to; nil where there is no room.
    func copy(_ text: UnsafeBufferPointer<CChar>) -> UnsafePointer<CChar>? {
        guard let first = text.baseAddress, text.count <= Self.size - used else { return nil }
        let place = start + used
        place.update(from: first, count: text.count)
        used += text.count
        return UnsafePointer(place)
    }
}
