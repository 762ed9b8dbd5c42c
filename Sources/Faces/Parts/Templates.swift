import Mustache
import Notices

/// All pages' templates. Each face keeps its own list; a template that fills `layout` begins with `{{<layout}}`.
enum Templates {
    private static let library = Markup.library(
        [common, Storefront.templates, Console.templates].reduce(into: [:]) { all, own in
            all.merge(own) { _, _ in preconditionFailure("two templates of one name") }
        })

    private static let common: [String: [UInt8]] = [
        "layout": PackageResources.Layout_mustache, "sorry": PackageResources.Sorry_mustache,
        "field": PackageResources.Field_mustache, "choice": PackageResources.Choice_mustache,
        "long-field": PackageResources.LongField_mustache,
        "parts": PackageResources.Parts_mustache,
        "reference": PackageResources.Reference_mustache, "rows": PackageResources.Rows_mustache,
        "reference-chapter": PackageResources.ReferenceChapter_mustache, "schema": PackageResources.Schema_mustache,
        "account-form": PackageResources.AccountForm_mustache,
        "account-hidden": PackageResources.AccountHidden_mustache,
        "account-parts": PackageResources.AccountParts_mustache,
        "second-factor": PackageResources.SecondFactor_mustache,
        "recovery-codes": PackageResources.RecoveryCodes_mustache,
        "mailbox": PackageResources.Mailbox_mustache, "mail": PackageResources.Mail_mustache,
    ]

    static func html(_ name: String, _ content: [String: Any]) -> String {
        library.render(content, withTemplate: name) ?? ""
    }
}
