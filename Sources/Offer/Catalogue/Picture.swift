import Files
import Values
import Web

/// A picture of a product: drawn or photographed, found by the hash of its bytes, so that it can be cached for ever.
package struct Picture: Sendable {
    package let id: ID<Picture>
    package let kind: Kind
    package let bytes: [UInt8]

    package static let limitBytes = 5 * 1024 * 1024
    /// Of one product.
    package static let countLimit = 20
    /// For the options of one product.
    package static let optionCountLimit = 400

    /// What browsers show.
    package enum Kind: String, CaseIterable, Sendable {
        case png = "image/png"
        case jpeg = "image/jpeg"
        case webp = "image/webp"
        case svg = "image/svg+xml"
    }

    /// What it hangs at a product for: to be shown in the product's own gallery, or to be named by its options.
    package enum Role: String, CaseIterable, Codable, Sendable { case gallery, option }

    package enum Refusal: Error, Equatable {
        case unknown(ID<Picture>)
        /// An option of that published model shows it; nil: of the draft.
        case named(version: Int?)
        /// Its bytes aren't what its media type says.
        case notOfItsType(Kind)
        /// A drawing that could run a program or load something.
        case unsafeDrawing(String)
        case tooMany(limit: Int)
        /// It says so itself, before anybody decodes it.
        case tooManyPixels(width: Int, height: Int)
        /// Something hangs behind its end.
        case broken(String)
    }

    /// Takes bytes only for what they are. Throws `Refusal.notOfItsType` and `Refusal.unsafeDrawing`.
    package init(kind: Kind, bytes: [UInt8]) throws(Refusal) {
        switch kind {
        case .png: guard Self.isPNG(bytes) else { throw .notOfItsType(kind) }
        case .jpeg: guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { throw .notOfItsType(kind) }
        case .webp: guard Self.isWebP(bytes) else { throw .notOfItsType(kind) }
        case .svg: try Drawing.check(bytes)
        }
        if kind != .svg {
            guard let size = PictureSize(of: bytes, kind) else { throw .notOfItsType(kind) }
            guard !size.isTooLarge else { throw .tooManyPixels(width: size.width, height: size.height) }
        }
        guard let id = ID<Picture>(Digest.hex(Digest.sha256(bytes))) else {
            preconditionFailure("64 hexadecimal digits are an identifier")
        }
        self.id = id
        self.kind = kind
        self.bytes = bytes
    }

    /// Looks through all of it. Throws `Refusal.broken` for two files in one: a picture with an archive at its end.
    package func checkWhole() async throws {
        let shape: FileKind? = switch kind {
        case .png: .png
        case .jpeg: .jpeg
        case .webp: .webp
        case .svg: nil
        }
        guard let shape else { return }
        do {
            try await FileShape.check(HeldBytes(bytes), is: shape)
        } catch let broken as FileShape.Broken {
            throw Refusal.broken(broken.reason)
        }
    }

    init(stored id: ID<Picture>, kind: Kind, bytes: [UInt8]) {
        self.id = id
        self.kind = kind
        self.bytes = bytes
    }

    /// Where its bytes are.
    package static func path(of id: ID<Picture>) -> String { "/v1/pictures/\(id)" }

    /// The signature and the header that comes first (PNG, third edition, section 5).
    private static func isPNG(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            && bytes.dropFirst(12).starts(with: Array("IHDR".utf8))
    }

    /// RFC 9649, section 2.4.
    private static func isWebP(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: Array("WEBPVP8".utf8))
    }
}

/// A picture where it hangs: at a product, with a text for those who can't see it.
package struct HungPicture: Hashable, Sendable {
    package let picture: ID<Picture>
    package let kind: Picture.Kind
    package let alt: Texts

    init(picture: ID<Picture>, kind: Picture.Kind, alt: Texts) {
        self.picture = picture
        self.kind = kind
        self.alt = alt
    }
}
