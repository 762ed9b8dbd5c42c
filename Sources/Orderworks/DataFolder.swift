import Foundation
import People
import Values

/// A shop's folder: the key of its secrets, its database unless that is on a server, the sandbox bank's books.
package struct DataFolder: Sendable {
    let path: String
    let database: DatabasePlace
    /// What is used instead of the key in the folder.
    private let givenKey: [UInt8]?

    /// - Parameter server: the address of a PostgreSQL database that is used instead of one in the folder.
    package init(path: String, server: String? = nil, key: [UInt8]? = nil) {
        self.path = path
        givenKey = key
        database = server.map { .server($0) } ?? .file(path + "/orderworks.sqlite")
    }

    init(_ settings: Settings) {
        self.init(
            path: settings[Known.data], server: settings.ifSet(Known.database), key: settings.ifSet(Known.secretKey))
    }

    var secretKey: String { path + "/secret.key" }
    /// Where uploads, documents and exports lie, shared by the servers of a shop that has several.
    var files: String { path + "/files" }
    var bankStore: String { path + "/bank.journal" }

    /// Why a folder can't be used; one line, fit to be shown.
    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    /// Makes the folder if it isn't there. Throws `Unusable` when it can't be made or written to.
    func prepare() throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw Unusable(description: "The folder \(path) can't be made: \(lastError).")
            }
        }
        guard access(path + "/.", W_OK | X_OK) == 0 else {
            throw Unusable(description: "The folder \(path) can't be written to: \(lastError).")
        }
    }

    /// The shop's secret key; drawn at random the first time, readable by its owner alone.
    func key() throws -> [UInt8] {
        if let givenKey { return givenKey }
        if let kept = FileManager.default.contents(atPath: secretKey) {
            guard let key = Digest.bytes(hex: String(decoding: kept, as: UTF8.self).trimmingCharacters(in: .newlines)),
                  key.count >= OrderSecrets.keyLengthBytes
            else { throw Unusable(description: "The file \(secretKey) is no key.") }
            return key
        }
        var random = SystemRandomNumberGenerator()
        let key = (0..<OrderSecrets.keyLengthBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        try write(Digest.hex(key) + "\n")
        return key
    }

    /// Written under another name first, so that a crash leaves a whole key or none.
    private func write(_ text: String) throws {
        let draft = secretKey + ".new"
        let file = Foundation.open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw Unusable(description: "The file \(secretKey) can't be written: \(lastError).") }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard Foundation.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0, rename(draft, secretKey) == 0
        else { throw Unusable(description: "The file \(secretKey) can't be written: \(lastError).") }
    }

    private var lastError: String { String(cString: strerror(errno)) }
}
