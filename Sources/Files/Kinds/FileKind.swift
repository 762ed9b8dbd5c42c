import Storage
import Values

/// What a file is, told by its bytes: never by its name, nor by what its sender says.
package enum FileKind: String, CaseIterable, Codable, Sendable, Storable {
    case png, jpeg, webp, pdf, csv

    package var mediaType: String {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        case .pdf: "application/pdf"
        case .csv: "text/csv; charset=utf-8"
        }
    }

    /// How its name may end.
    package var endings: [String] { self == .jpeg ? ["jpg", "jpeg"] : [rawValue] }

    /// What buyers and staff may send.
    package static let sent: [FileKind] = [.png, .jpeg, .webp, .pdf]

    /// How many bytes tell it.
    static let signatureBytes = 16

    /// By its first bytes; nil for what we don't take.
    package init?(signature bytes: [UInt8]) {
        let text = { (text: String) in Array(text.utf8) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: text("RIFF")), bytes.dropFirst(8).starts(with: text("WEBPVP8")) {
            self = .webp
        } else if bytes.starts(with: text("%PDF-")) {
            self = .pdf
        } else {
            return nil
        }
    }
}
