import CQREncode

/// A text as a square code (ISO/IEC 18004) that a telephone's camera reads, for an SVG image.
struct SquareCode {
    /// Its dark modules, as an SVG path of unit squares.
    let path: String
    /// Modules a side, with the light margin that readers need.
    let side: Int
    /// The image's `viewBox`.
    var view: String { "\(-Self.margin) \(-Self.margin) \(side) \(side)" }

    /// ISO/IEC 18004, section 5.3.8.
    private static let margin = 4
    /// The largest such code holds fewer bytes.
    private static let lengthLimit = 1000

    /// Nil when the text is too long.
    init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit, let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        var path = ""
        for row in 0..<width {
            for column in 0..<width where modules[row * width + column] & 1 == 1 { path += "M\(column) \(row)h1v1h-1z" }
        }
        self.path = path
        side = width + 2 * Self.margin
    }
}
