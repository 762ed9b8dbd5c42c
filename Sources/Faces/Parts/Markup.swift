import Mustache
import Notices

/// The templates' escaping, which is the mails'. Mustache's own goes by characters, and lets through a quotation mark
/// with an accent on it.
struct Markup: MustacheContentType {
    /// The templates' pragma: `{{% CONTENT_TYPE:MARKUP}}`.
    static let name = "MARKUP"

    func escapeText(_ text: String) -> String { HTML.escape(text) }

    /// Templates that know this escaping, by name. Stops the program when one can't be read: they are part of it.
    static func library(_ templates: [String: [UInt8]]) -> MustacheLibrary {
        MustacheContentTypes.register(Markup(), named: name)
        var library = MustacheLibrary()
        for (name, bytes) in templates {
            do {
                try library.register(String(decoding: bytes, as: UTF8.self), named: name)
            } catch {
                preconditionFailure("template \(name): \(error)")
            }
        }
        return library
    }
}
