import Values
import Web

/// What lies in a store, named by the SHA-256 of its bytes in hexadecimal.
package enum FileContent {
    package static func name(_ digest: [UInt8]) -> ID<FileContent> {
        guard let name = ID<FileContent>(Digest.hex(digest)) else {
            preconditionFailure("64 hexadecimal digits are an identifier")
        }
        return name
    }
}

/// Where files' bytes lie: a folder, or somebody's object storage. It knows contents, and nothing of whose they are.
package protocol FileStore: Sendable {
    /// Puts a finished draft in its place, over what lies there. Once it returns, the content outlives a crash.
    func keep(_ draft: any FileDraft, as content: ID<FileContent>) async throws

    /// Throws `FileMissing` when it isn't there, or is of another length.
    func open(_ content: ID<FileContent>, count: Int) async throws -> any ByteSource

    /// One that isn't there is gone already.
    func remove(_ content: ID<FileContent>) async throws
}

/// Where files grow until they are whole and have been looked at: on this machine, whatever the store.
package protocol FileDrafts: Sendable {
    /// Throws `StoredFile.Refusal.storeFull` when the disk is about to be.
    func begin() async throws -> any FileDraft

    /// Throws those away that nobody has written to for so long: a crash left them.
    func sweep(olderThan span: Instant.Span) async throws
}

/// A file on its way in. One writer; it is read only once it is finished.
package protocol FileDraft: ByteSource {
    func append(_ bytes: [UInt8]) async throws

    /// Makes it outlive a crash, and answers the SHA-256 of all its bytes.
    func finish() async throws -> [UInt8]

    /// Throws it away, if it wasn't put in its place.
    func discard() async
}

/// A content that should be in the store and isn't, or isn't whole.
package struct FileMissing: Error, CustomStringConvertible {
    package let description: String

    package init(_ content: ID<FileContent>) { description = "the store has no whole file \(content)" }
}
