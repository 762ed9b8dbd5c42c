import Values
import Web

/// A request we send to somebody else's HTTP server. Its description leaves out header and body, which hold secrets.
package struct OutgoingRequest: Sendable, CustomStringConvertible, CustomReflectable {
    package let method: Method
    /// Absolute, `http` or `https`, percent-encoded.
    package let url: String
    package let headers: Headers
    package let body: [UInt8]
    /// From the call to the last byte of the answer, waiting for a free connection included.
    package let timeout: Instant.Span
    package let reach: Reach

    /// How far a request may go.
    package enum Reach: Sendable {
        /// Anywhere: the address is the operator's own setting, and may well be on their own network.
        case anywhere
        /// To addresses of the public internet alone, because a person chose the URL: the name is resolved once, what
        /// it resolves to is looked at, and that very address is connected to, without proxy, over a connection of its
        /// own. Redirects are not followed, here as anywhere.
        case publicOnly
    }

    package init(
        _ method: Method, _ url: String, headers: Headers = Headers(), body: [UInt8] = [], timeout: Instant.Span,
        reach: Reach = .anywhere
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.reach = reach
    }

    package var description: String { "\(method.rawValue) \(url)" }
    package var customMirror: Mirror { Mirror(self, children: ["method": method.rawValue, "url": url]) }
}

/// What somebody else's HTTP server answered, whatever its status.
package struct IncomingResponse: Sendable {
    package let status: Int
    package let headers: Headers
    package let body: [UInt8]

    package init(status: Int, headers: Headers, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A mail as a mail server takes it: the envelope (RFC 5321) and the finished message (RFC 5322).
package struct OutgoingMail: Sendable {
    package let server: MailServer
    /// Addresses alone, without names or brackets.
    package let from: String
    package let recipients: [String]
    /// Header and body with CRLF line ends; dots at the beginning of a line are doubled on the way, not here.
    package let message: [UInt8]
    package let timeout: Instant.Span

    package init(to server: MailServer, from: String, recipients: [String], message: [UInt8], timeout: Instant.Span) {
        self.server = server
        self.from = from
        self.recipients = recipients
        self.message = message
        self.timeout = timeout
    }
}

/// Where mail is handed over, and how we prove who we are.
package struct MailServer: Sendable {
    /// `smtp://host:587`, or `smtps://host:465` where TLS begins with the first byte.
    package let url: String
    package let startTLS: StartTLS
    package let login: Login?
    /// The name we greet the server with; a host name, or nil for this machine's.
    package let greeting: String?

    package enum StartTLS: String, CaseIterable, Sendable { case none, optional, required }

    /// The password stays out of descriptions and logs.
    package struct Login: Sendable, CustomStringConvertible, CustomReflectable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }

        package var description: String { "login of \(user)" }
        package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
    }

    package init(_ url: String, startTLS: StartTLS, login: Login? = nil, greeting: String? = nil) {
        self.url = url
        self.startTLS = startTLS
        self.login = login
        self.greeting = greeting
    }
}

/// Why no answer came. What matters to a caller is whether the other side may have acted.
package enum TransportFailure: Error, Equatable, Sendable {
    /// The other side can't have seen it: no address, no connection, no TLS, no room in our queue.
    case neverSent(String)
    /// It went out, wholly or in part, and no whole answer came: timeout, reset, cancelled, answer too long.
    case unknown(String)
}
