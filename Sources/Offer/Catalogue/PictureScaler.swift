/// Makes pictures smaller; a library does it.
package protocol PictureScaler: Sendable {
    /// A WebP of at most `width` pixels across; one that is smaller keeps its size. Waits its turn; throws
    /// `Problem.overloaded` when too many wait.
    func webP(of picture: [UInt8], width: Int) async throws -> [UInt8]
}
