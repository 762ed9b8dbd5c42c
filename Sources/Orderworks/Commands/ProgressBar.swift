import Foundation

/// Shows on standard error how far something is, when somebody looks.
final class ProgressBar: Sendable {
    private let title: String
    private let isWatched = isatty(2) == 1

    private static let width = 30

    init(_ title: String) { self.title = title }

    /// - Parameter part: 0 to 1.
    func show(_ part: Double) {
        guard isWatched else {
            if part == 0 { FileHandle.standardError.write(Data("\(title) …\n".utf8)) }
            return
        }
        let done = Int(part * Double(Self.width))
        let bar = String(repeating: "#", count: done) + String(repeating: ".", count: Self.width - done)
        FileHandle.standardError.write(Data("\r\(title) [\(bar)] \(Int(part * 100)) %".utf8))
    }

    func end() {
        if isWatched { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
