import Values
import Web

/// Links by which a file is read without showing who one is: for an accountant, a printer, a download in the
/// background. Each is signed for one file, one person and a time (HMAC-SHA-256 over method, path, expiry, person and
/// the file's number of links, under the shop's key), and void once that number is raised.
package struct FileLinks: Sendable {
    private let key: Secret<[UInt8]>

    /// A week: what is needed longer is asked for again.
    package static let longest = Instant.Span.hours(24 * 7)
    package static let shortestSeconds = 60
    package static let usual = Instant.Span.hours(1)

    /// - Parameter key: the shop's secret key, from which the links' own is derived.
    package init(key: [UInt8]) { self.key = Secret(Digest.hmac(Array("file-links".utf8), key: key)) }

    /// The path and query of a link to `file` for `person`.
    package func address(of file: StoredFile, for person: String, until: Instant) -> String {
        let expires = until.seconds
        let signature = signature(file.id, epoch: file.linkEpoch, expires: expires, person: person)
        return "\(Self.path(file.id))?expires=\(expires)&person=\(Percent.encoded(person))&signature=\(signature)"
    }

    /// Takes as long for a wrong signature as for the right one.
    func verify(_ signature: String, of file: StoredFile, expires: Int64, person: String, now: Instant) -> Bool {
        let right = self.signature(file.id, epoch: file.linkEpoch, expires: expires, person: person)
        return Digest.same(right, signature) && now.seconds < expires
    }

    private func signature(_ file: ID<StoredFile>, epoch: Int, expires: Int64, person: String) -> String {
        // A line for each, and no line break in any of them but the last.
        let message = "GET\n\(Self.path(file))\n\(epoch)\n\(expires)\n\(person)"
        return Digest.hex(Digest.hmac(Array(message.utf8), key: key.reveal()))
    }

    private static func path(_ file: ID<StoredFile>) -> String { "/v1/file-links/\(file)" }
}

/// A link just made.
package struct FileLinkView: View {
    /// Where the file is read, without a token, until `expiresAt`; from the server's own address on.
    package let path: String
    package let expiresAt: Instant

    package init(path: String, expiresAt: Instant) {
        self.path = path
        self.expiresAt = expiresAt
    }
}
