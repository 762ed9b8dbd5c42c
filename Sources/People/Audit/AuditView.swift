import Values
import Web

/// One row of the audit book as staff see it.
package struct AuditView: View {
    package let number: Int
    package let who: String
    package let what: String
    package let subject: String
    package let detail: JSON
    package let at: Instant

    init(_ audit: Audit) {
        number = audit.number
        who = audit.who
        what = audit.what
        subject = audit.subject
        detail = audit.detail
        at = audit.at
    }
}
