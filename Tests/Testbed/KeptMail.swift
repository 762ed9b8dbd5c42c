import Notices
import Storage

extension Shop {
    /// Puts a mail into the built-in mailbox, in a transaction of its own.
    package func keep(_ mail: Mail) async throws {
        if let keep = Mailbox(self).send(mail) { try await write(.readCommitted, keep) }
    }
}
