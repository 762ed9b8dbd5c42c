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

    /// Contents that must be in the store, and their lengths; a page after `after`.
    package static func kept(
        after: ID<FileContent>?, limit: Int, in db: any Transaction
    ) throws -> [(content: ID<FileContent>, count: Int)] {
        try db.all(FileTable.kept, ["after": after?.text ?? "", "limit": limit]) { row in
            (content: try row["content"], count: try row["byte_count"])
        }
    }
}
