import Storage
import Values
import Web

/// What the room Files brings to the house.
package enum Files {
    package static let migrations = [FileTable.migration]

    package static func endpoints(_ cabinet: FileCabinet) -> [any Endpoint] { [ReadLinkedFile(cabinet: cabinet)] }

    package static func periodics(_ cabinet: FileCabinet) -> [Periodic] {
        [Periodic("sweep-files", every: FileCabinet.sweepInterval) { try await cabinet.sweep() }]
    }

    package static let invariants = [
        Invariant(20, "files-have-contents", "Every file's content is kept.") { db in
            .init(try db.all(FileTable.unkept, ["limit": 100]) { row in try row.get("file", as: String.self) })
        },
    ]

    package static func isKept(_ content: ID<FileContent>, in db: any Transaction) throws -> Bool {
        try db.value(FileTable.isKept, ["content": content], as: Int.self) == 1
    }

    /// A content that must be in the store, its length, and whether the shop wrote it itself, as text.
    package typealias Kept = (content: ID<FileContent>, count: Int, isOurs: Bool)

    /// A page of them after `after`.
    package static func kept(after: ID<FileContent>?, limit: Int, in db: any Transaction) throws -> [Kept] {
        try db.all(FileTable.kept, ["after": after?.text ?? "", "limit": limit]) { row in
            (
                content: try row["content"], count: try row["byte_count"],
                isOurs: try row.get("is_ours", as: Int.self) == 1
            )
        }
    }
}
