import Notices
import Values

/// Hands mails to a mail server (RFC 5321), with STARTTLS and login where it is set so.
package struct SMTPCarrier: MailCarrier {
    /// A slow server with a virus scanner behind it takes its time. All turns of a rush have to fit into
    /// `JobWorker.handlerLimit`.
    package static let timeout = Instant.Span.seconds(60)

    /// At a time: a shop in a rush has more mails to send than a mail server takes connections from one client
    /// (Postfix: 50).
    package static let sideBySide = 32

    private let server: MailServer
    private let transport: CurlTransport
    private let turns = Turns(Self.sideBySide)

    package init(_ server: MailServer, over transport: CurlTransport) {
        self.server = server
        self.transport = transport
    }

    /// Throws `TransportFailure`, with the server's own words where it refused.
    package func send(_ mail: Mail) async throws -> Mail.Keep? {
        try await turns.take {
            try await transport.send(OutgoingMail(
                to: server, from: mail.from.address.text, recipients: [mail.to.address.text], message: mail.message,
                timeout: Self.timeout))
        }
        return nil
    }
}
