import Values
import Web

/// A picture where it hangs.
package struct PictureView: View, Equatable {
    package let id: ID<Picture>
    /// Where its bytes are.
    package let path: String
    package let mediaType: String
    /// For those who can't see it.
    package let alt: Texts

    init(_ hung: HungPicture) {
        id = hung.picture
        path = Picture.path(of: hung.picture)
        mediaType = hung.kind.rawValue
        alt = hung.alt
    }
}

/// A text that stands for a picture: 1 to 300 characters.
struct AltText: SchemaDeclaring, Sendable {
    let text: String

    static let schema = Schema.string(1...300).described("Says what the picture shows.")

    init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}
