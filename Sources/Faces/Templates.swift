import Mustache
import Notices
import Web

/// All pages' templates.
enum Templates {
    private static let library = Markup.library([
        "start": PackageResources.Start_mustache, "reference": PackageResources.Reference_mustache,
        "rows": PackageResources.Rows_mustache, "mailbox": PackageResources.Mailbox_mustache,
        "mail": PackageResources.Mail_mustache, "sorry": PackageResources.Sorry_mustache,
    ])

    static func html(_ name: String, _ content: [String: Any]) -> String {
        library.render(content, withTemplate: name) ?? ""
    }

    /// A page that says why there is nothing to see.
    static func sorry(_ status: Int, _ reason: String) -> Response {
        .page(html("sorry", ["reason": reason]), status: status)
    }
}
